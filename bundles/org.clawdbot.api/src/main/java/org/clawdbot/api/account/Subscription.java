package org.clawdbot.api.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscription and how much of it is used.
 *
 * @param monthlyPrice the price in US dollars a month, or null if it is unknown
 * @param custom whether its limits are not those of a standard plan
 * @param windows the periods it is limited by
 */
public record Subscription(@Nullable BigDecimal monthlyPrice, boolean custom, List<Window> windows) {

    /** Copies the windows. */
    public Subscription {
        windows = List.copyOf(windows);
    }

    /**
     * A period and what may be used in it.
     *
     * @param name the period, such as {@code four-hour} or {@code monthly}
     * @param used what is used, in US dollars at pay-as-you-go prices, or null if it is unknown
     * @param cap what may be used, in the same dollars, or null where there is no limit
     * @param resetAt when the next period begins, or null if it is unknown
     */
    public record Window(String name, @Nullable BigDecimal used, @Nullable BigDecimal cap, @Nullable Instant resetAt) {

        /** Checks that there is a name. */
        public Window {
            Objects.requireNonNull(name, "name");
        }
    }
}
