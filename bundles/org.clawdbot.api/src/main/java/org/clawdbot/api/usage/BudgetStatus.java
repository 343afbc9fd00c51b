package org.clawdbot.api.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/**
 * How much of a budget is spent.
 *
 * @param period {@code day} or {@code month}, by the calendar of UTC
 * @param limit what may be spent in the period, in US dollars
 * @param spent what was spent in it, as far as it is known
 * @param unpriced requests of the period whose cost is unknown and is not in what was spent
 * @param freesAt when the next period begins
 */
public record BudgetStatus(String period, BigDecimal limit, BigDecimal spent, long unpriced, Instant freesAt) {

    /** Checks that all values are there. */
    public BudgetStatus {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(spent, "spent");
        Objects.requireNonNull(freesAt, "freesAt");
    }

    /**
     * Says whether nothing is left.
     *
     * @return whether as much was spent as may be
     */
    public boolean exhausted() {
        return spent.compareTo(limit) >= 0;
    }
}
