package org.clawdbot.chutes.completions.internal;

import java.util.function.Function;
import org.clawdbot.api.chat.AccountLimits;
import org.jspecify.annotations.Nullable;

/** Reads what the gateway says about the account's limits. */
final class LimitHeaders {

    private LimitHeaders() {}

    static @Nullable AccountLimits read(Function<String, @Nullable String> header) {
        AccountLimits limits = new AccountLimits(
                number(header.apply("X-Chutes-Quota-Total")),
                number(header.apply("X-Chutes-Quota-Used")),
                number(header.apply("X-Chutes-Quota-Remaining")),
                number(header.apply("X-Chutes-RL-User")));
        boolean nothing = limits.equals(new AccountLimits(null, null, null, null));
        return nothing ? null : limits;
    }

    /** A number, or null for none, for {@code inf} and for anything else. */
    private static @Nullable Long number(@Nullable String value) {
        return value != null && value.strip().matches("[0-9]{1,15}") ? Long.valueOf(value.strip()) : null;
    }
}
