package org.clawdbot.chutes.completions.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls that take too long, and calls whose waiting thread was interrupted, which a read of a socket does not notice
 * by itself. A pause of the server counts only while somebody waits for it, not while the caller is busy between two
 * events. One thread looks after all calls, and goes when there are none.
 */
final class ReplyWatch {

    private static final long LOOK_EVERY_MILLIS = 40;
    private static final long THREAD_LINGERS_MILLIS = 500;
    private static final VarHandle WAITS;
    private static final VarHandle WAITER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WAITS = lookup.findVarHandle(Watched.class, "waits", int.class);
            WAITER = lookup.findVarHandle(Watched.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;
    private boolean looking;

    ReplyWatch() {
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "clawdbot-completions-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(THREAD_LINGERS_MILLIS, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Why the watch ended a call. */
    enum Verdict {
        /** The first token is late. */
        FIRST_TOKEN,
        /** The reply paused for too long. */
        IDLE,
        /** The request took too long in all. */
        TOTAL,
        /** The thread that waited was interrupted. */
        INTERRUPTED
    }

    /** Looks after a call until {@link Watched#end}; the times count from {@code start}. */
    Watched watch(Call call, Timeouts timeouts, long start, Runnable slow) {
        Watched watched = new Watched(call, timeouts, start, slow);
        all.add(watched);
        lookSoon();
        return watched;
    }

    boolean isBusy() {
        return !all.isEmpty();
    }

    private synchronized void lookSoon() {
        if (!looking) {
            looking = true;
            ScheduledFuture<?> unused = timer.schedule(this::look, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        long now = System.nanoTime();
        try {
            all.forEach(watched -> watched.check(now));
        } finally {
            // Whatever happens to one call, the others are looked after.
            synchronized (this) {
                looking = false;
            }
            if (!all.isEmpty()) {
                lookSoon();
            }
        }
    }

    /** One call. */
    final class Watched {

        private final Call call;
        private final Timeouts timeouts;
        private final long start;
        private @Nullable Runnable slow;
        private volatile boolean begun;
        private volatile @Nullable Verdict verdict;

        /**
         * Counts the waits; changed only by whoever reads, without a fence and without a look at the clock, which a reply
         * of thousands of pieces a second would pay for at each.
         */
        private volatile int waits;

        private volatile @Nullable Thread waiter;

        /** The wait that was under way when the watch last looked, and when it first saw that one. */
        private int seenWait;

        private long seenSince;

        private Watched(Call call, Timeouts timeouts, long start, Runnable slow) {
            this.call = call;
            this.timeouts = timeouts;
            this.start = start;
            this.slow = slow;
        }

        /** This thread waits for the server from now on. */
        void waiting() {
            WAITS.setOpaque(this, (int) WAITS.getOpaque(this) + 1);
            WAITER.setRelease(this, Thread.currentThread());
        }

        /** The server said something. */
        void received() {
            WAITER.setRelease(this, (Thread) null);
        }

        /** The first token is there: from now on only pauses count. */
        void begin() {
            if (!begun) {
                begun = true; // many reads are cheaper than many writes
            }
        }

        @Nullable
        Verdict verdict() {
            return verdict;
        }

        void end() {
            all.remove(this);
        }

        private void check(long now) {
            Thread thread = waiter;
            if (thread == null || seenWait != waits) {
                seenWait = waits;
                seenSince = now;
            }
            if (late(now, start, timeouts.total())) {
                cancel(Verdict.TOTAL);
            } else if (thread != null && thread.isInterrupted()) {
                cancel(Verdict.INTERRUPTED);
            } else if (thread != null && begun && late(now, seenSince, timeouts.idle())) {
                cancel(Verdict.IDLE);
            } else if (thread != null && !begun && late(now, start, timeouts.firstToken())) {
                cancel(Verdict.FIRST_TOKEN);
            } else if (!begun && slow != null && late(now, start, timeouts.slow())) {
                slow.run();
                slow = null;
            }
        }

        private void cancel(Verdict why) {
            verdict = why;
            all.remove(this);
            call.cancel();
        }

        private static boolean late(long now, long since, Duration limit) {
            return now - since >= limit.toNanos();
        }
    }
}
