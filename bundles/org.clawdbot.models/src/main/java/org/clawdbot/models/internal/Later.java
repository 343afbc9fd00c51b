package org.clawdbot.models.internal;

import java.time.Duration;

/** Runs tasks after a while, one at a time. */
interface Later extends AutoCloseable {

    void run(Duration delay, Runnable task);

    /** Lets what runs end, drops what waits, runs a last task and waits for it, for a bounded time. */
    void finish(Runnable last);

    /** Ends what runs and drops what waits. */
    @Override
    void close();
}
