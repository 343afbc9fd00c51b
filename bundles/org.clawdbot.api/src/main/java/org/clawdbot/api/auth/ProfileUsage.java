package org.clawdbot.api.auth;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a profile fared, kept beside it so that every process of the host knows.
 *
 * @param lastUsed when it last served a request
 * @param cooldownUntil until when it should rest after a failure that passes
 * @param disabledUntil until when it should rest after a failure that somebody must mend, such as a used-up quota
 * @param disabledReason the error code that disabled it
 * @param errorCount failures in a row
 * @param failureCounts failures by error code
 * @param lastFailureAt when it last failed
 */
public record ProfileUsage(
        @Nullable Instant lastUsed,
        @Nullable Instant cooldownUntil,
        @Nullable Instant disabledUntil,
        @Nullable String disabledReason,
        int errorCount,
        Map<String, Integer> failureCounts,
        @Nullable Instant lastFailureAt) {

    /** A profile that was never used. */
    public static final ProfileUsage NONE = new ProfileUsage(null, null, null, null, 0, Map.of(), null);

    /** Copies the counts. */
    public ProfileUsage {
        failureCounts = Map.copyOf(failureCounts);
    }

    /**
     * Notes a request that succeeded: the profile is fit again.
     *
     * @param when the time of the request
     * @return a record without failures
     */
    public ProfileUsage succeeded(Instant when) {
        return new ProfileUsage(when, null, null, null, 0, Map.of(), lastFailureAt);
    }
}
