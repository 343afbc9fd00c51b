package org.clawdbot.models.internal;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after another, away from the threads of callers. The thread is there only while there is something to
 * run, and gone when this is closed.
 */
final class Background implements Later {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);
    private static final long IDLE_MILLIS = 500;
    private static final long CLOSING_MILLIS = 2000;

    private final ScheduledThreadPoolExecutor executor;
    private final ThreadLocal<Boolean> ours = ThreadLocal.withInitial(() -> false);

    Background(String name) {
        executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    // no thread locals and no class loader of whoever happens to be calling
                    Thread thread = new Thread(null, task, name, 0, false);
                    thread.setContextClassLoader(Background.class.getClassLoader());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setKeepAliveTime(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what a task throws is logged
    public void run(Duration delay, Runnable task) {
        executor.schedule(() -> logged(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void logged(Runnable task) {
        ours.set(true);
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "A task in the background failed", e);
        }
    }

    @Override
    public void finish(Runnable last) {
        run(Duration.ZERO, last);
        executor.shutdown();
        awaitEnd();
        close();
    }

    /** Interrupts what runs, drops what waits, and waits for the thread to end, unless that is the caller. */
    @Override
    public void close() {
        executor.shutdownNow();
        if (!ours.get() && !awaitEnd()) {
            LOG.log(System.Logger.Level.WARNING, "A task does not heed an interrupt; its thread is left behind");
        }
    }

    private boolean awaitEnd() {
        try {
            return executor.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true; // nobody waits any more, so nobody complains either
        }
    }
}
