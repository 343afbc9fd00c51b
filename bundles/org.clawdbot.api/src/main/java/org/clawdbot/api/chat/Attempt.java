package org.clawdbot.api.chat;

import java.util.Objects;
import org.clawdbot.api.error.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a request answered.
 *
 * @param model the full name of the model that was tried
 * @param profileId the profile that was used, or null if it failed before one was chosen
 * @param failure the code of the failure, or null if this try succeeded
 * @param message the failure for a person, or null if this try succeeded
 * @param httpStatus the HTTP status of the failure, if there was one
 */
public record Attempt(
        String model,
        @Nullable String profileId,
        @Nullable String failure,
        @Nullable String message,
        @Nullable Integer httpStatus) {

    /** Checks that there is a model. */
    public Attempt {
        Objects.requireNonNull(model, "model");
    }

    /**
     * Notes a try that succeeded.
     *
     * @param model the full name of the model
     * @param profileId the profile that was used
     * @return the note
     */
    public static Attempt succeeded(String model, @Nullable String profileId) {
        return new Attempt(model, profileId, null, null, null);
    }

    /**
     * Notes a try that failed.
     *
     * @param model the full name of the model
     * @param profileId the profile that was used, or null if it failed before one was chosen
     * @param failure why it failed
     * @return the note
     */
    public static Attempt failed(String model, @Nullable String profileId, ModelException failure) {
        return new Attempt(
                model,
                profileId,
                failure.code(),
                failure.getMessage(),
                failure.details().httpStatus());
    }
}
