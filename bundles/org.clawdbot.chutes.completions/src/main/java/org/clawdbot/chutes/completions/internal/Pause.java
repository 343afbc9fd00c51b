package org.clawdbot.chutes.completions.internal;

import java.time.Duration;

/** Waits; tests do not. */
@FunctionalInterface
interface Pause {

    /** Waits this long. */
    void sleep(Duration time) throws InterruptedException;

    /** Waits on the calling thread, by the clock of the machine. */
    static void real(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
    }
}
