package org.clawdbot.chutes.wire;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first asked for, and only once. Safe for any number of threads.
 *
 * <p>Starting a bundle must not pay for what its first request needs, such as an HTTP client and its trust store.
 *
 * @param <T> the kind of value
 */
public final class Lazy<T> implements Supplier<T> {

    private final Supplier<T> maker;
    private volatile @Nullable T made;

    /**
     * Makes nothing yet.
     *
     * @param maker makes the value; if it throws, the next caller tries again
     */
    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    /**
     * Gives the value.
     *
     * @return always the same value
     */
    @Override
    public T get() {
        T value = made;
        return value == null ? make() : value;
    }

    private synchronized T make() {
        T value = made;
        if (value == null) {
            value = maker.get();
            made = value;
        }
        return value;
    }
}
