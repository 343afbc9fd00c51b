package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundTest {

    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

    @Test
    void runsOneTaskAfterAnotherThoughOneFails() throws InterruptedException {
        try (Background background = new Background("test-order")) {
            background.run(Duration.ZERO, () -> {
                threads.add(Thread.currentThread());
                throw new IllegalStateException("broken task");
            });
            background.run(Duration.ZERO, () -> threads.add(Thread.currentThread()));

            assertThat(threads.take()).isSameAs(threads.take());
        }
    }

    @Test
    void closingEndsTheThreadAndWhatItWaitsFor() throws InterruptedException {
        Background background = new Background("test-close");
        background.run(Duration.ZERO, () -> {
            threads.add(Thread.currentThread());
            await(new CountDownLatch(1));
        });
        Thread thread = threads.take();

        background.close();

        thread.join();
        background.run(Duration.ZERO, () -> threads.add(Thread.currentThread()));
        assertThat(threads.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void finishingRunsTheLastTaskAfterWhatRunsAndDropsWhatWaits() throws InterruptedException {
        Background background = new Background("test-finish");
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch goOn = new CountDownLatch(1);
        background.run(Duration.ZERO, () -> {
            threads.add(Thread.currentThread());
            await(goOn);
            ran.add("running");
        });
        Thread thread = threads.take();
        background.run(Duration.ofHours(1), () -> ran.add("waiting"));

        goOn.countDown();
        background.finish(() -> ran.add("last"));

        thread.join();
        assertThat(ran).containsExactly("running", "last");
    }

    @Test
    void aTaskMayCloseItsOwnBackground() throws InterruptedException {
        Background background = new Background("test-self");
        background.run(Duration.ZERO, () -> {
            background.close();
            threads.add(Thread.currentThread());
        });

        threads.take().join();
    }

    @Test
    void anIdleThreadGoesAway() throws InterruptedException {
        try (Background background = new Background("test-idle")) {
            background.run(Duration.ZERO, () -> threads.add(Thread.currentThread()));

            threads.take().join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
