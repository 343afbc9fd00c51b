package org.clawdbot.models.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps tasks until the test lets time pass. */
final class ManualLater implements Later {

    final Deque<Runnable> waiting = new ArrayDeque<>();
    boolean closed;

    @Override
    public void run(Duration delay, Runnable task) {
        if (!closed) {
            waiting.add(task);
        }
    }

    /** Runs what waits, and what that brings about, until nothing is left. */
    void pass() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    @Override
    public void finish(Runnable last) {
        last.run();
        close();
    }

    @Override
    public void close() {
        closed = true;
        waiting.clear();
    }
}
