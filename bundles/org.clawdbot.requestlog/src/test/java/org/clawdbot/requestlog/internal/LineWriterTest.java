package org.clawdbot.requestlog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
            writer.add(line("first"));

            assertThat(threads.poll(30, TimeUnit.SECONDS)).isNotNull().isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void whatCameMeanwhileGoesTogetherAndClosingWaitsForNothing() {
        List<List<String>> handedOn = new ArrayList<>();
        LineWriter writer = new LineWriter(lines -> handedOn.add(texts(lines)));
        writer.add(line("first"));
        writer.add(line("second"));
        writer.close();

        assertThat(handedOn.stream().flatMap(List::stream)).containsExactly("first", "second");
    }

    @Test
    void aRequestThatEndsAfterItWasClosedWritesForItself() {
        List<List<String>> handedOn = new ArrayList<>();
        LineWriter writer = new LineWriter(lines -> handedOn.add(texts(lines)));
        writer.close();
        writer.add(line("late"));

        assertThat(handedOn).containsExactly(List.of("late"));
    }

    @Test
    void noLineIsLostAndNoneWaitsForEver() throws InterruptedException {
        BlockingQueue<String> handedOn = new LinkedBlockingQueue<>();
        List<Thread> users = new ArrayList<>();
        try (LineWriter writer = new LineWriter(lines -> handedOn.addAll(texts(lines)))) {
            for (int user = 0; user < 8; user++) {
                int number = user;
                users.add(new Thread(
                        () -> IntStream.range(0, 5000).forEach(each -> writer.add(line(number + "-" + each)))));
            }
            users.forEach(Thread::start);
            for (Thread user : users) {
                user.join();
            }
        }

        assertThat(handedOn).hasSize(40_000).doesNotHaveDuplicates();
    }

    private static LineWriter.Line line(String text) {
        return () -> text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(List<LineWriter.Line> lines) {
        return lines.stream()
                .map(line -> new String(line.bytes(), StandardCharsets.UTF_8))
                .toList();
    }
}
