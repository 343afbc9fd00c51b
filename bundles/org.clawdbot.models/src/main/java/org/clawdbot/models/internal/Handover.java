package org.clawdbot.models.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Knows which parts have just gone. An update takes a bundle away for some milliseconds, so a request that meets the gap
 * waits for the successor; for what was never there, or has been away for longer, nobody waits.
 */
final class Handover {

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Place, Long> vacant = new HashMap<>();
    private final AtomicLong arrivals = new AtomicLong();
    private boolean over;

    Handover(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * What a part is there for; whoever takes the same place succeeds it.
     *
     * @param kind the kind of service
     * @param provider whom it serves
     * @param label what it calls itself; empty where any other one will do
     */
    record Place(String kind, String provider, String label) {}

    void left(Place place) {
        lock.lock();
        try {
            if (!over) {
                vacant.put(place, nanoTime.getAsLong());
            }
        } finally {
            lock.unlock();
        }
    }

    void taken(Place place) {
        lock.lock();
        try {
            vacant.remove(place);
            arrivals.incrementAndGet();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody wait any more: the façade itself goes, and keeps the parts it has for who still asks it. */
    void end() {
        lock.lock();
        try {
            over = true;
            vacant.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** How many parts have come so far. */
    long arrivals() {
        return arrivals.get();
    }

    /** Those that miss a part which has just gone. */
    Set<String> providers(Duration patience) {
        lock.lock();
        try {
            Set<String> providers = new TreeSet<>();
            vacant.keySet().stream()
                    .map(Place::provider)
                    .filter(provider -> nanosLeft(provider, patience) > 0)
                    .forEach(providers::add);
            return providers;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until each part of a provider that has just gone has a successor, or has been away for too long.
     *
     * @param patience how long a part is waited for after it has gone
     * @param before how many parts had come when the caller looked at them
     * @return whether any part has come since, so that it is worth while to look again
     */
    boolean await(String provider, Duration patience, long before) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = nanosLeft(provider, patience); left > 0; left = nanosLeft(provider, patience)) {
                boolean unused = changed.await(left, TimeUnit.NANOSECONDS);
            }
            return arrivals.get() != before;
        } finally {
            lock.unlock();
        }
    }

    private long nanosLeft(String provider, Duration patience) {
        long now = nanoTime.getAsLong();
        return vacant.entrySet().stream()
                .filter(place -> place.getKey().provider().equals(provider))
                .mapToLong(place -> patience.toNanos() - (now - place.getValue()))
                .max()
                .orElse(0);
    }
}
