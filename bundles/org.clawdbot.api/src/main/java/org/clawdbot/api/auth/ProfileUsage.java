package org.clawdbot.api.auth;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a profile fared, kept beside it so that every process of the host knows.
 *
 * @param lastUsed when it last served a request
 * @param cooldownUntil until when others go before it after a failure that passes
 * @param disabledUntil until when others go before it after a failure that somebody must mend, such as a used-up quota
 * @param disabledReason the error code that disabled it
 * @param errorCount failures in a row
 * @param failureCounts failures by error code
 * @param lastFailureAt when it last failed
 * @param retryAt from when on it may be asked again where nothing else is left; null for the end of its rest
 * @param lastFailure the error code of the last failure
 */
public record ProfileUsage(
        @Nullable Instant lastUsed,
        @Nullable Instant cooldownUntil,
        @Nullable Instant disabledUntil,
        @Nullable String disabledReason,
        int errorCount,
        Map<String, Integer> failureCounts,
        @Nullable Instant lastFailureAt,
        @Nullable Instant retryAt,
        @Nullable String lastFailure) {

    /** A profile that was never used. */
    public static final ProfileUsage NONE = new ProfileUsage(null, null, null, null, 0, Map.of(), null);

    /** Copies the counts. */
    public ProfileUsage {
        failureCounts = Map.copyOf(failureCounts);
    }

    /**
     * Describes a profile that rests to the end, as hosts do that know no earlier time to ask it again.
     *
     * @param lastUsed when it last served a request
     * @param cooldownUntil until when it should rest after a failure that passes
     * @param disabledUntil until when it should rest after a failure that somebody must mend, such as a used-up quota
     * @param disabledReason the error code that disabled it
     * @param errorCount failures in a row
     * @param failureCounts failures by error code
     * @param lastFailureAt when it last failed
     */
    public ProfileUsage(
            @Nullable Instant lastUsed,
            @Nullable Instant cooldownUntil,
            @Nullable Instant disabledUntil,
            @Nullable String disabledReason,
            int errorCount,
            Map<String, Integer> failureCounts,
            @Nullable Instant lastFailureAt) {
        this(
                lastUsed,
                cooldownUntil,
                disabledUntil,
                disabledReason,
                errorCount,
                failureCounts,
                lastFailureAt,
                null,
                null);
    }

    /**
     * Tells until when others go before it.
     *
     * @return the later end of its rests, past or not, or null if it does not rest
     */
    public @Nullable Instant restsUntil() {
        if (cooldownUntil == null || disabledUntil == null) {
            return cooldownUntil == null ? disabledUntil : cooldownUntil;
        }
        return cooldownUntil.isAfter(disabledUntil) ? cooldownUntil : disabledUntil;
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
