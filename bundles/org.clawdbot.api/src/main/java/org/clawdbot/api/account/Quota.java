package org.clawdbot.api.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit on requests within a period.
 *
 * @param scope what it is about in the provider's word: {@link #EVERYTHING} or the id of a deployed model
 * @param limit how many requests the period has, or null where there is no limit
 * @param used how many requests are used, fractions included, or null if it is unknown
 * @param resetAt when the next period begins, or null if it is unknown
 */
public record Quota(String scope, @Nullable BigDecimal limit, @Nullable BigDecimal used, @Nullable Instant resetAt) {

    /** The scope of a quota for everything that has none of its own. */
    public static final String EVERYTHING = "*";

    private static final BigDecimal NEARLY_ALL = new BigDecimal("0.8");

    /** Checks that there is a scope. */
    public Quota {
        Objects.requireNonNull(scope, "scope");
    }

    /**
     * Tells whether it is time to warn: at least 80 % are used. The one rule for quotas, windows of a subscription, and
     * whatever else a provider limits.
     *
     * @param used how much is used, in the unit of the limit, or null if it is unknown
     * @param limit how much there is, or null where there is no limit
     * @return whether at least 80 % are used; false where that is unknown, and for a limit that is not above zero
     */
    public static boolean isNearlyUsedUp(@Nullable BigDecimal used, @Nullable BigDecimal limit) {
        return used != null && limit != null && limit.signum() > 0 && used.compareTo(limit.multiply(NEARLY_ALL)) >= 0;
    }
}
