package org.clawdbot.chutes.completions.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls whose server keeps somebody waiting for too long, and calls whose waiting thread was interrupted, which a
 * read of a socket does not notice by itself. Only waiting for the server counts, not what the caller does between two
 * events. One thread looks after all calls, and goes when there are none.
 */
final class ReplyWatch {

    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long THREAD_LINGERS_SECONDS = 5;

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;
    private boolean looking;

    ReplyWatch() {
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "clawdbot-completions-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(THREAD_LINGERS_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Looks after a call until {@link Watched#end}. */
    Watched watch(Call call, Duration limit) {
        Watched watched = new Watched(call, limit);
        all.add(watched);
        lookSoon();
        return watched;
    }

    private synchronized void lookSoon() {
        if (!looking) {
            looking = true;
            ScheduledFuture<?> unused = timer.schedule(this::look, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        long now = System.nanoTime();
        all.forEach(watched -> watched.check(now));
        synchronized (this) {
            looking = false;
        }
        if (!all.isEmpty()) {
            lookSoon();
        }
    }

    /** One call. */
    final class Watched {

        private final Call call;
        private volatile Duration limit;
        private volatile @Nullable Waiting waiting;
        private volatile boolean expired;

        private Watched(Call call, Duration limit) {
            this.call = call;
            this.limit = limit;
        }

        /** How long the server may keep a thread waiting from now on. */
        void limit(Duration newLimit) {
            limit = newLimit;
        }

        Duration limit() {
            return limit;
        }

        /** This thread waits for the server from now on. */
        void waiting() {
            waiting = new Waiting(Thread.currentThread(), System.nanoTime());
        }

        /** The server said something. */
        void received() {
            waiting = null;
        }

        boolean expired() {
            return expired;
        }

        void end() {
            all.remove(this);
        }

        private void check(long now) {
            Waiting current = waiting;
            if (current == null) {
                return;
            }
            if (now - current.since() >= limit.toNanos()) {
                expired = true;
                call.cancel();
            } else if (current.thread().isInterrupted()) {
                call.cancel();
            }
        }
    }

    private record Waiting(Thread thread, long since) {}
}
