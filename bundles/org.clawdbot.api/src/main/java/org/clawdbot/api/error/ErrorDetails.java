package org.clawdbot.api.error;

import java.time.Duration;
import org.clawdbot.api.chat.AccountLimits;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a failure besides its message; every value may be absent.
 *
 * @param provider the provider that was asked
 * @param model the model id that was asked for, without the provider
 * @param profileId the profile whose credential was used
 * @param httpStatus the HTTP status of the answer
 * @param invocationId the provider's own id of the call, to quote in a report
 * @param retryAfter how long to wait: what the provider asked for, or until a rest ends
 * @param limits what the provider said about the account's limits
 */
public record ErrorDetails(
        @Nullable String provider,
        @Nullable String model,
        @Nullable String profileId,
        @Nullable Integer httpStatus,
        @Nullable String invocationId,
        @Nullable Duration retryAfter,
        @Nullable AccountLimits limits) {

    /** Details of a failure of which nothing is known but its message. */
    public static final ErrorDetails NONE = new ErrorDetails(null, null, null, null, null, null, null);

    /**
     * Tells everything but the limits.
     *
     * @param provider the provider that was asked
     * @param model the model id that was asked for, without the provider
     * @param profileId the profile whose credential was used
     * @param httpStatus the HTTP status of the answer
     * @param invocationId the provider's own id of the call, to quote in a report
     * @param retryAfter how long the provider asked to wait
     */
    public ErrorDetails(
            @Nullable String provider,
            @Nullable String model,
            @Nullable String profileId,
            @Nullable Integer httpStatus,
            @Nullable String invocationId,
            @Nullable Duration retryAfter) {
        this(provider, model, profileId, httpStatus, invocationId, retryAfter, null);
    }

    /**
     * Starts details for a failure of one provider.
     *
     * @param provider the provider that was asked
     * @return details that name only the provider
     */
    public static ErrorDetails ofProvider(String provider) {
        return new ErrorDetails(provider, null, null, null, null, null, null);
    }

    /**
     * Adds the model.
     *
     * @param id the model id without the provider
     * @return a copy that names the model
     */
    public ErrorDetails withModel(@Nullable String id) {
        return new ErrorDetails(provider, id, profileId, httpStatus, invocationId, retryAfter, limits);
    }

    /**
     * Adds the profile.
     *
     * @param id the profile whose credential was used
     * @return a copy that names the profile
     */
    public ErrorDetails withProfile(@Nullable String id) {
        return new ErrorDetails(provider, model, id, httpStatus, invocationId, retryAfter, limits);
    }

    /**
     * Adds what the HTTP answer said.
     *
     * @param status the HTTP status
     * @param invocation the provider's own id of the call
     * @param wait how long the provider asked to wait
     * @return a copy that carries them
     */
    public ErrorDetails withAnswer(int status, @Nullable String invocation, @Nullable Duration wait) {
        return new ErrorDetails(provider, model, profileId, status, invocation, wait, limits);
    }

    /**
     * Adds how long to wait.
     *
     * @param wait how long it is of no use to come back
     * @return a copy that carries it
     */
    public ErrorDetails withRetryAfter(@Nullable Duration wait) {
        return new ErrorDetails(provider, model, profileId, httpStatus, invocationId, wait, limits);
    }

    /**
     * Adds what the provider said about the account.
     *
     * @param said the limits, or null if it said nothing
     * @return a copy that carries them
     */
    public ErrorDetails withLimits(@Nullable AccountLimits said) {
        return new ErrorDetails(provider, model, profileId, httpStatus, invocationId, retryAfter, said);
    }
}
