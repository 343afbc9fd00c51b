package org.clawdbot.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FirstUseTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final AtomicInteger preparations = new AtomicInteger();
    private final AtomicInteger uses = new AtomicInteger();

    @Test
    void whoeverIsAlonePreparesNothingAndNeverWaits() {
        FirstUse first = new FirstUse(preparations::incrementAndGet, LONG);

        first.run(uses::incrementAndGet);
        first.run(uses::incrementAndGet);

        assertThat(uses).hasValue(2);
        assertThat(preparations).hasValue(0);
    }

    @Test
    void othersPrepareOnceAndWaitForTheFirst() throws InterruptedException {
        CountDownLatch prepared = new CountDownLatch(1);
        FirstUse first = new FirstUse(
                () -> {
                    preparations.incrementAndGet();
                    prepared.countDown();
                },
                LONG);
        List<Thread> others = new ArrayList<>();

        first.run(() -> {
            for (int i = 0; i < 8; i++) {
                Thread other = new Thread(() -> first.run(uses::incrementAndGet));
                other.start();
                others.add(other);
            }
            await(prepared);
            assertThat(uses).hasValue(0);
            return uses.incrementAndGet();
        });

        for (Thread other : others) {
            other.join();
        }
        assertThat(uses).hasValue(9);
        assertThat(preparations).hasValue(1);
    }

    @Test
    void aFirstThatTakesTooLongIsWaitedForOnce() throws InterruptedException {
        FirstUse first = new FirstUse(preparations::incrementAndGet, Duration.ofMillis(1));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        Thread slow = new Thread(() -> first.run(() -> {
            begun.countDown();
            return await(enough);
        }));
        slow.start();
        begun.await();

        first.run(uses::incrementAndGet);
        first.run(uses::incrementAndGet);

        assertThat(uses).hasValue(2);
        assertThat(preparations).hasValue(1);
        enough.countDown();
        slow.join();
    }

    @Test
    void aFirstThatFailsHoldsNobodyUp() {
        FirstUse first = new FirstUse(preparations::incrementAndGet, LONG);
        try {
            first.run(() -> {
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException expected) {
            uses.incrementAndGet();
        }

        first.run(uses::incrementAndGet);

        assertThat(uses).hasValue(2);
    }

    @Test
    void anInterruptedThreadDoesNotWaitAndStaysInterrupted() {
        FirstUse first = new FirstUse(preparations::incrementAndGet, LONG);

        first.run(() -> {
            Thread.currentThread().interrupt();
            return first.run(uses::incrementAndGet);
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(uses).hasValue(1);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
