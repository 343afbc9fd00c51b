package org.clawdbot.chutes.completions.internal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** One limiter for each credential at each host. */
final class RateLimiters {

    /** Outlives every transport of this bundle: a changed setting must not let a credential start counting anew. */
    static final RateLimiters SHARED = new RateLimiters(System::nanoTime, Pause::real);

    private final ConcurrentMap<Key, RateLimiter> limiters = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final Pause pause;

    RateLimiters(LongSupplier nanos, Pause pause) {
        this.nanos = nanos;
        this.pause = pause;
    }

    private record Key(String host, String profileId) {}

    RateLimiter of(String host, String profileId) {
        Key key = new Key(host, profileId);
        RateLimiter known = limiters.get(key);
        return known == null ? limiters.computeIfAbsent(key, absent -> new RateLimiter(nanos, pause)) : known;
    }
}
