package org.clawdbot.chutes.catalog.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what nobody should have to wait for, on daemon threads that are there only while there is work. */
final class Workers implements AutoCloseable {

    private static final long IDLE_SECONDS = 1;
    private static final long FAREWELL_SECONDS = 5;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "chutes-catalog");
                thread.setDaemon(true);
                return thread;
            });

    /** Runs a task, unless this was closed. */
    boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs a task that gives something; the result fails where this was closed. */
    <T> Future<T> submit(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        if (!execute(future)) {
            future.cancel(false);
        }
        return future;
    }

    /** Interrupts what runs, and waits until it is gone. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(LiveModelCatalog.PID)
                        .log(System.Logger.Level.WARNING, "A call to Chutes does not end although it was interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
