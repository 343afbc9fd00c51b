package org.clawdbot.testkit.simulator.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The one timer behind all waits. Its tasks only start non-blocking writes. */
public final class Pacer implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;

    /** Starts it with one daemon thread per processor, two at most. */
    public Pacer() {
        AtomicInteger count = new AtomicInteger();
        timer = new ScheduledThreadPoolExecutor(Math.min(2, Runtime.getRuntime().availableProcessors()), task -> {
            Thread thread = new Thread(task, "chutes-simulator-timer-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Runs a task later; after {@link #close} it is dropped.
     *
     * @param millis how much later
     * @param task must not block
     */
    public void after(long millis, Runnable task) {
        try {
            ScheduledFuture<?> ignored = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The server is being closed; its connections are closed too.
        }
    }

    void every(long millis, Runnable task) {
        ScheduledFuture<?> ignored = timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
