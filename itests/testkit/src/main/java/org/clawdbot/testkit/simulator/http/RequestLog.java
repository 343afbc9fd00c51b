package org.clawdbot.testkit.simulator.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the server has seen: requests, and answers under way. Thread safe. */
public final class RequestLog {

    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final int capacity;
    private int open;
    private int peak;
    private long begun;
    private long disconnected;

    /**
     * Creates an empty log.
     *
     * @param capacity how many requests to remember; of more, the latest
     */
    public RequestLog(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive, not " + capacity);
        }
        this.capacity = capacity;
    }

    synchronized void add(RecordedRequest request) {
        if (requests.size() == capacity) {
            requests.remove();
        }
        requests.add(request);
        notifyAll();
    }

    synchronized void answerBegun() {
        open++;
        begun++;
        peak = Math.max(peak, open);
        notifyAll();
    }

    synchronized void answerEnded(boolean clientLeft) {
        open--;
        if (clientLeft) {
            disconnected++;
        }
        notifyAll();
    }

    /**
     * The requests so far, or the latest of them if there were more than the log remembers.
     *
     * @return in order of arrival, a copy
     */
    public synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Forgets the requests; counters stay. */
    public synchronized void clear() {
        requests.clear();
    }

    /**
     * Chat answers begun and not ended.
     *
     * @return how many now
     */
    public synchronized int open() {
        return open;
    }

    /**
     * Chat answers open at the same time.
     *
     * @return the highest number so far
     */
    public synchronized int peak() {
        return peak;
    }

    /**
     * Chat answers begun.
     *
     * @return how many so far
     */
    public synchronized long begun() {
        return begun;
    }

    /**
     * Chat answers whose client left before the end.
     *
     * @return how many so far
     */
    public synchronized long disconnected() {
        return disconnected;
    }

    /**
     * Waits until something is true about this log.
     *
     * @param condition what to wait for; called with the log locked
     * @param timeout how long at most
     * @param seen describes the present state, for the message
     * @throws AssertionError when the time is over
     */
    public synchronized void await(BooleanSupplier condition, Duration timeout, Supplier<String> seen) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("Not within " + timeout + "; seen: " + seen.get());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted; seen: " + seen.get(), e);
            }
        }
    }
}
