package org.clawdbot.chutes.auth.oauth.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How to wait before another try. */
@FunctionalInterface
interface Pause {

    /**
     * Waits.
     *
     * @return false if there is no use in trying again, because the work is to end
     */
    boolean of(Duration duration) throws InterruptedException;

    /** Ends every pause, from now on. */
    default void stop() {}

    /** A pause on the clock of the machine. */
    static Pause real() {
        CountDownLatch stopped = new CountDownLatch(1);
        return new Pause() {
            @Override
            public boolean of(Duration duration) throws InterruptedException {
                return !stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
            }

            @Override
            public void stop() {
                stopped.countDown();
            }
        };
    }
}
