package org.clawdbot.chutes.wire;

import java.util.function.Function;
import org.clawdbot.api.chat.AccountLimits;
import org.jspecify.annotations.Nullable;

/** Reads what the gateway says about the account's limits, with an answer or with a refusal. */
public final class LimitHeaders {

    private static final int MAX_DIGITS = 15;

    private LimitHeaders() {}

    /**
     * Reads the headers.
     *
     * @param header looks a header up by name, ignoring case
     * @return the limits, or null if there is no such header with a number
     */
    public static @Nullable AccountLimits read(Function<String, @Nullable String> header) {
        Long total = number(header.apply("X-Chutes-Quota-Total"));
        Long used = number(header.apply("X-Chutes-Quota-Used"));
        Long remaining = number(header.apply("X-Chutes-Quota-Remaining"));
        Long perMinute = number(header.apply("X-Chutes-RL-User"));
        boolean nothing = total == null && used == null && remaining == null && perMinute == null;
        return nothing ? null : new AccountLimits(total, used, remaining, perMinute);
    }

    /** A number, or null for none, for {@code inf} and for anything else. */
    private static @Nullable Long number(@Nullable String value) {
        String digits = value == null ? "" : value.strip();
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            return null;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return null;
            }
        }
        return Long.valueOf(digits);
    }
}
