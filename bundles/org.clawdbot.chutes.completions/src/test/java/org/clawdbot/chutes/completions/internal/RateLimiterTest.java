package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RateLimiterTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AtomicInteger told = new AtomicInteger();
    private final RateLimiter limiter = new RateLimiter(now::get, time -> now.addAndGet(time.toNanos()));

    @Test
    void theFirstOnesGoAtOnceAndTheNextWhenTheMinuteOfTheFirstIsOver() throws InterruptedException {
        long start = now.get();

        assertThat(starts(7, 3)).containsExactly(0L, 0L, 0L, 60L, 60L, 60L, 120L);
        assertThat(now.get() - start).isEqualTo(TimeUnit.SECONDS.toNanos(120));
        assertThat(told).hasValue(2);
    }

    @Test
    void noMinuteEverSeesMoreThanTheLimit() throws InterruptedException {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(i % 7));
            all.addAll(starts(1, 5));
        }

        for (int i = 5; i < all.size(); i++) {
            assertThat(all.get(i) - all.get(i - 5)).as("start %d", i).isGreaterThanOrEqualTo(60);
        }
    }

    @Test
    void whatChutesTellsReplacesTheUsualLimit() throws InterruptedException {
        limiter.told("1");
        assertThat(starts(2, 60)).containsExactly(0L, 60L);
        limiter.told("inf");
        assertThat(starts(500, 60)).containsOnly(60L);
        limiter.told("2");
        for (String useless : new String[] {null, "", "0", "-5", "many", "99999999999"}) {
            limiter.told(useless);
        }
        assertThat(starts(3, 60)).containsExactly(60L, 120L, 120L);
    }

    @Test
    void withoutALimitNobodyWaitsForAnybody() throws Exception {
        limiter.told("inf");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> {
                    for (int request = 0; request < 20_000; request++) {
                        limiter.acquire(60, PATIENCE, told::incrementAndGet);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(told).hasValue(0);
    }

    @Test
    void whoWouldWaitTooLongIsToldAtOnceAndTakesNoPlace() throws InterruptedException {
        starts(1, 1);

        assertThat(limiter.acquire(1, Duration.ofSeconds(59), told::incrementAndGet))
                .isFalse();
        assertThat(now.get()).isEqualTo(Long.MAX_VALUE - 1_000);
        assertThat(starts(1, 1)).containsExactly(60L);
    }

    @Test
    void holdsEverybodyWhenAskedTo() throws InterruptedException {
        limiter.hold(Duration.ofSeconds(20));
        limiter.hold(Duration.ofSeconds(5));

        assertThat(starts(2, 60)).containsExactly(20L, 20L);
    }

    @Test
    void whoIsInterruptedLeavesTheQueueToTheNext() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        RateLimiter blocking = new RateLimiter(System::nanoTime, time -> {
            first.countDown();
            Pause.real(time);
        });
        blocking.acquire(1, PATIENCE, () -> {});
        Thread head = waiter(blocking);
        first.await();
        Thread second = waiter(blocking);

        second.interrupt();
        second.join(5_000);
        assertThat(second.isAlive()).isFalse();
        head.interrupt();
        head.join(5_000);
        assertThat(head.isAlive()).isFalse();

        blocking.told("inf");
        assertThat(blocking.acquire(1, PATIENCE, () -> {})).isTrue();
    }

    @Test
    void everyCredentialHasItsOwnLimitAndKeepsIt() {
        RateLimiters limiters = new RateLimiters(now::get, time -> {});

        assertThat(limiters.of("llm.example", "a"))
                .isSameAs(limiters.of("llm.example", "a"))
                .isNotSameAs(limiters.of("llm.example", "b"))
                .isNotSameAs(limiters.of("other.example", "a"));
    }

    private static Thread waiter(RateLimiter limiter) {
        Thread thread = new Thread(() -> assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> limiter.acquire(1, PATIENCE, () -> {})));
        thread.start();
        return thread;
    }

    /** Acquires so often; gives the second, from the start of the test, at which each may go. */
    private List<Long> starts(int count, int usual) throws InterruptedException {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            assertThat(limiter.acquire(usual, PATIENCE, told::incrementAndGet)).isTrue();
            seconds.add(TimeUnit.NANOSECONDS.toSeconds(now.get() - (Long.MAX_VALUE - 1_000)));
        }
        return seconds;
    }
}
