package org.clawdbot.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test turns it; safe for any number of threads. */
public final class TurnableClock extends Clock {

    private volatile Instant now = Instant.parse("2026-08-22T09:00:00Z");

    /**
     * Turns the clock; meant for one thread.
     *
     * @param by how far
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread turns, others read
    public void turn(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
