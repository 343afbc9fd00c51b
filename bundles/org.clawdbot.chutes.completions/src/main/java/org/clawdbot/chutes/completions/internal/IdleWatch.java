package org.clawdbot.chutes.completions.internal;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Cancels calls whose reply pauses for too long. Only the time spent waiting for the server counts, not the time the
 * caller takes between two events. One thread serves all streams, and goes when there are none.
 */
final class IdleWatch {

    private static final long THREAD_LINGERS_SECONDS = 5;

    private final long limitNanos;
    private final ScheduledThreadPoolExecutor timer;

    IdleWatch(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "clawdbot-completions-idle-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(THREAD_LINGERS_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    Duration limit() {
        return Duration.ofNanos(limitNanos);
    }

    Watched watch(Call call) {
        Watched watched = new Watched(call);
        watched.checkIn(limitNanos);
        return watched;
    }

    /** One call under watch. */
    final class Watched {

        private static final long NOT_WAITING = Long.MIN_VALUE;

        private final Call call;
        private volatile long waitingSince = NOT_WAITING;
        private volatile boolean expired;
        private volatile boolean ended;
        private volatile @Nullable Future<?> nextCheck;

        private Watched(Call call) {
            this.call = call;
        }

        void waiting() {
            waitingSince = System.nanoTime();
        }

        void received() {
            waitingSince = NOT_WAITING;
        }

        boolean expired() {
            return expired;
        }

        void end() {
            ended = true;
            Future<?> check = nextCheck;
            if (check != null) {
                check.cancel(false);
            }
        }

        private void checkIn(long nanos) {
            nextCheck = timer.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
        }

        private void check() {
            long since = waitingSince;
            long left = since == NOT_WAITING ? limitNanos : limitNanos - (System.nanoTime() - since);
            if (ended) {
                return;
            }
            if (left <= 0) {
                expired = true;
                call.cancel();
            } else {
                checkIn(left);
            }
        }
    }
}
