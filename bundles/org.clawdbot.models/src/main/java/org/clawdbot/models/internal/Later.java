package org.clawdbot.models.internal;

import java.time.Duration;

/** Runs tasks after a while, one at a time. */
interface Later extends AutoCloseable {

    void run(Duration delay, Runnable task);

    /** Ends what runs and drops what waits. */
    @Override
    void close();
}
