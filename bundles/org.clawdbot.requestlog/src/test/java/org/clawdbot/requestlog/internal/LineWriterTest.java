package org.clawdbot.requestlog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineWriterTest {

    @Test
    void aLineIsHandedOnByAnotherThreadWithinAMoment() throws InterruptedException {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        try (LineWriter writer = new LineWriter(lines -> threads.add(Thread.currentThread()))) {
            writer.add("first");

            assertThat(threads.poll(30, TimeUnit.SECONDS)).isNotNull().isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void whatCameMeanwhileGoesTogetherAndClosingWaitsForNothing() {
        List<List<String>> handedOn = new ArrayList<>();
        LineWriter writer = new LineWriter(handedOn::add);
        writer.add("first");
        writer.add("second");
        writer.close();

        assertThat(handedOn.stream().flatMap(List::stream)).containsExactly("first", "second");
    }

    @Test
    void aRequestThatEndsAfterItWasClosedWritesForItself() {
        List<List<String>> handedOn = new ArrayList<>();
        LineWriter writer = new LineWriter(handedOn::add);
        writer.close();
        writer.add("late");

        assertThat(handedOn).containsExactly(List.of("late"));
    }

    @Test
    void noLineIsLostAndNoneWaitsForEver() throws InterruptedException {
        BlockingQueue<String> handedOn = new LinkedBlockingQueue<>();
        List<Thread> users = new ArrayList<>();
        try (LineWriter writer = new LineWriter(handedOn::addAll)) {
            for (int user = 0; user < 8; user++) {
                int number = user;
                users.add(new Thread(() -> IntStream.range(0, 5000).forEach(each -> writer.add(number + "-" + each))));
            }
            users.forEach(Thread::start);
            for (Thread user : users) {
                user.join();
            }
        }

        assertThat(handedOn).hasSize(40_000).doesNotHaveDuplicates();
    }
}
