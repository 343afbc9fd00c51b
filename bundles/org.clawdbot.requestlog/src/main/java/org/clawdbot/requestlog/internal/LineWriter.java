package org.clawdbot.requestlog.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands lines on from a thread of its own, together with those that came meanwhile. The thread is there only while there
 * are lines. Safe for any number of threads.
 */
final class LineWriter implements AutoCloseable {

    private static final long TOGETHER_MILLIS = 100;
    private static final long THREAD_LINGERS_MILLIS = 500;
    private static final long CLOSING_MILLIS = 2000;

    /** So many wait at most; then whoever brings one more waits for the disk as well. */
    private static final int MAX_WAITING = 5000;

    private final Consumer<List<Line>> target;
    private final ScheduledThreadPoolExecutor later;
    private List<Line> waiting = new ArrayList<>();
    private boolean closed;

    LineWriter(Consumer<List<Line>> target) {
        this.target = target;
        this.later = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, "clawdbot-requestlog", 0, false);
            thread.setContextClassLoader(LineWriter.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
        later.setKeepAliveTime(THREAD_LINGERS_MILLIS, TimeUnit.MILLISECONDS);
        later.allowCoreThreadTimeOut(true);
        later.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** A line that is made when it is written. */
    @FunctionalInterface
    interface Line {

        /** The line as it is in the file, with its end. */
        byte[] bytes();
    }

    /** Takes a line; after {@link #close} it hands it on itself. */
    void add(Line line) {
        boolean now;
        synchronized (this) {
            waiting.add(line);
            now = closed || waiting.size() >= MAX_WAITING;
            if (!now && waiting.size() == 1) {
                ScheduledFuture<?> unused = later.schedule(this::flush, TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        if (now) {
            flush();
        }
    }

    private void flush() {
        List<Line> lines;
        synchronized (this) {
            lines = waiting;
            waiting = new ArrayList<>();
        }
        if (!lines.isEmpty()) {
            target.accept(lines);
        }
    }

    /** Hands on what waits, and waits a while for what is being handed on, which an interrupt would cut short. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            later.shutdown();
        }
        flush();
        try {
            later.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
