package org.clawdbot.api.host;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread go ahead where many want to use a part that nobody has used yet. Class loaders of OSGi frameworks may let
 * threads that need the same class at the same time spin until one of them has loaded it: with hundreds of threads on a few
 * processors that one is hardly ever running, and what takes milliseconds takes minutes.
 *
 * <p>The first user is never held up, and whoever is the only one pays for nothing. Those who come meanwhile see to the
 * preparation, once, and wait for the first for a bounded time. Safe for any number of threads.
 */
public final class FirstUse {

    private final Runnable preparation;
    private final Duration patience;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock preparing = new ReentrantLock();
    private volatile boolean over;
    private boolean prepared;

    /**
     * Waits for a first user.
     *
     * @param preparation loads what users need; run at most once, and only if there are several users from the start
     * @param patience how long others wait for the first one
     */
    public FirstUse(Runnable preparation, Duration patience) {
        this.preparation = preparation;
        this.patience = patience;
    }

    /**
     * Runs a use: at once for the first user, and for all once that has ended or was waited for; an interrupted thread does
     * not wait, and stays interrupted.
     *
     * @param <R> what a use gives
     * @param use the use
     * @return what it gives
     */
    public <R> R run(Supplier<R> use) {
        if (over) {
            return use.get();
        }
        if (!begun.compareAndSet(false, true)) {
            prepare();
            awaitFirst();
            return use.get();
        }
        try {
            return use.get();
        } finally {
            end();
        }
    }

    private void awaitFirst() {
        try {
            if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void prepare() {
        preparing.lock();
        try {
            if (!prepared) {
                prepared = true;
                preparation.run();
            }
        } finally {
            preparing.unlock();
        }
    }

    private void end() {
        over = true;
        ended.countDown();
    }
}
