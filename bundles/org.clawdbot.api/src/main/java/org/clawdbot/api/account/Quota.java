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

    /** Checks that there is a scope. */
    public Quota {
        Objects.requireNonNull(scope, "scope");
    }
}
