package org.clawdbot.chutes.completions.internal;

import java.util.OptionalInt;
import java.util.function.Function;
import org.clawdbot.api.chat.AccountLimits;
import org.jspecify.annotations.Nullable;

/** Reads what the gateway says about the account's limits. */
final class LimitHeaders {

    private static final String REQUESTS_PER_MINUTE = "X-Chutes-RL-User";

    private LimitHeaders() {}

    static @Nullable AccountLimits read(Function<String, @Nullable String> header) {
        AccountLimits limits = new AccountLimits(
                number(header.apply("X-Chutes-Quota-Total")),
                number(header.apply("X-Chutes-Quota-Used")),
                number(header.apply("X-Chutes-Quota-Remaining")),
                number(header.apply(REQUESTS_PER_MINUTE)));
        boolean nothing = limits.equals(new AccountLimits(null, null, null, null));
        return nothing ? null : limits;
    }

    /** The limit of requests a minute that the gateway told, {@code inf} included; empty if it told none. */
    static OptionalInt requestsPerMinute(Function<String, @Nullable String> header) {
        String value = header.apply(REQUESTS_PER_MINUTE);
        if (value != null && value.strip().equalsIgnoreCase("inf")) {
            return OptionalInt.of(RateLimiter.UNLIMITED);
        }
        Long number = number(value);
        return number == null ? OptionalInt.empty() : OptionalInt.of((int) Math.min(RateLimiter.UNLIMITED, number));
    }

    /** A number, or null for none, for {@code inf} and for anything else. */
    private static @Nullable Long number(@Nullable String value) {
        return value != null && value.strip().matches("[0-9]{1,15}") ? Long.valueOf(value.strip()) : null;
    }
}
