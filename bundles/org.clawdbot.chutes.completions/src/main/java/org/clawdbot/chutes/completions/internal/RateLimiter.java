package org.clawdbot.chutes.completions.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one credential below the number of requests that Chutes allows it in any 60 seconds. Who comes first goes first;
 * who is interrupted leaves the queue and takes no place. Waiting blocks no thread but the caller's.
 */
final class RateLimiter {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int UNKNOWN = -1;
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_HOLD = TimeUnit.MINUTES.toNanos(1);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final LongSupplier nanos;
    private final Pause pause;

    /** Held by whoever is next, while it waits. */
    private final ReentrantLock turn = new ReentrantLock(true);

    /** Guarded by {@link #turn}. */
    private final Deque<Long> starts = new ArrayDeque<>();

    private volatile int told = UNKNOWN;
    private volatile long heldUntil;

    RateLimiter(LongSupplier nanos, Pause pause) {
        this.nanos = nanos;
        this.pause = pause;
        this.heldUntil = nanos.getAsLong();
    }

    /**
     * Waits until one more request may be sent.
     *
     * @param usual the limit to keep until Chutes tells one
     * @param patience how long to wait at most
     * @param waiting called once if there is a wait
     * @return false if the turn would come later than that; nothing is taken then
     */
    boolean acquire(int usual, Duration patience, Runnable waiting) throws InterruptedException {
        long begun = nanos.getAsLong();
        boolean isFree = told == UNLIMITED && heldUntil - begun <= 0 && !turn.isLocked();
        if (isFree && !Thread.currentThread().isInterrupted()) {
            return true; // nothing to count and nobody to wait behind
        }
        long deadline = begun + patience.toNanos();
        boolean said = false;
        if (!turn.tryLock(0, TimeUnit.NANOSECONDS)) {
            waiting.run();
            said = true;
            if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        try {
            while (true) {
                long now = nanos.getAsLong();
                long wait = pauseAt(now, told == UNKNOWN ? usual : told);
                if (wait <= 0) {
                    starts.add(now);
                    return true;
                }
                if (now + wait - deadline > 0) {
                    return false;
                }
                if (!said) {
                    waiting.run();
                    said = true;
                }
                Duration rest = Duration.ofNanos(wait);
                pause.sleep(rest.compareTo(LOOK_AGAIN) < 0 ? rest : LOOK_AGAIN);
            }
        } finally {
            turn.unlock();
        }
    }

    private long pauseAt(long now, int limit) {
        while (!starts.isEmpty() && now - starts.getFirst() >= WINDOW) {
            starts.removeFirst();
        }
        long wait = heldUntil - now;
        if (limit == UNLIMITED) {
            starts.clear();
        } else if (starts.size() >= limit) {
            long blocking = starts.stream()
                    .skip(starts.size() - (long) limit)
                    .findFirst()
                    .orElse(now);
            wait = Math.max(wait, blocking + WINDOW - now);
        }
        return wait;
    }

    /** Takes note of the limit that Chutes told: a number, {@code inf} for none, or nothing of use. */
    void told(@Nullable String value) {
        String limit = value == null ? "" : value.strip();
        if (limit.equalsIgnoreCase("inf")) {
            if (told != UNLIMITED) { // many reads are cheaper than many writes
                told = UNLIMITED;
            }
        } else if (LIMIT.matcher(limit).matches()) {
            told = Integer.parseInt(limit);
        }
    }

    /** Lets nobody go for a while, because Chutes asked for it. */
    void hold(Duration time) {
        long until = nanos.getAsLong() + Math.min(LONGEST_HOLD, time.toNanos());
        if (until - heldUntil > 0) {
            heldUntil = until;
        }
    }
}
