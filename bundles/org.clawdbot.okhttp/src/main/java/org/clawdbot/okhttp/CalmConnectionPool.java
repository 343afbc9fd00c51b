package org.clawdbot.okhttp;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;

/**
 * A connection pool that looks for connections to close about once a second while there are any. OkHttp's own one wakes a
 * thread after every single call over HTTP/1 to do so, which takes a third of the processor time of a short call.
 *
 * <p>Made of classes that OkHttp does not offer to others, which is why it lives in the bundle that brings OkHttp: what it
 * needs is always of the version that it was compiled with.
 */
public final class CalmConnectionPool {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long THREAD_LINGERS_SECONDS = 1;

    /** For all pools; its thread goes soon after the last connection. */
    private static final TaskRunner RUNNER = new TaskRunner(new Calm(), Logger.getLogger(TaskRunner.class.getName()));

    private CalmConnectionPool() {}

    /**
     * Makes a pool that behaves like {@link ConnectionPool#ConnectionPool(int, long, TimeUnit)}, except that it may keep more
     * idle connections than it should, and keep them longer, for up to a second.
     *
     * @param maxIdleConnections how many connections may be kept that nobody uses
     * @param keepAlive how long such a connection is kept
     * @return the pool; safe for any thread
     */
    public static ConnectionPool of(int maxIdleConnections, Duration keepAlive) {
        return new ConnectionPool(
                maxIdleConnections,
                keepAlive.toNanos(),
                TimeUnit.NANOSECONDS,
                RUNNER,
                ConnectionListener.Companion.getNONE());
    }

    /** Runs tasks as OkHttp does, but whoever waits for the next one looks by itself instead of being woken. */
    private static final class Calm implements TaskRunner.Backend {

        private final TaskRunner.Backend usual = usual();

        private static TaskRunner.Backend usual() {
            TaskRunner.RealBackend backend = new TaskRunner.RealBackend(task -> {
                Thread thread = new Thread(task, "clawdbot-connection-pool");
                thread.setDaemon(true);
                return thread;
            });
            backend.getExecutor().setKeepAliveTime(THREAD_LINGERS_SECONDS, TimeUnit.SECONDS);
            return backend;
        }

        @Override
        public long nanoTime() {
            return usual.nanoTime();
        }

        /** Wakes nobody: see {@link #coordinatorWait}. */
        @Override
        public void coordinatorNotify(TaskRunner runner) {}

        @Override
        public void coordinatorWait(TaskRunner runner, long nanos) {
            usual.coordinatorWait(runner, Math.min(nanos, LOOK_NANOS));
        }

        @Override
        public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
            return usual.decorate(queue);
        }

        @Override
        public void execute(TaskRunner runner, Runnable task) {
            usual.execute(runner, task);
        }
    }
}
