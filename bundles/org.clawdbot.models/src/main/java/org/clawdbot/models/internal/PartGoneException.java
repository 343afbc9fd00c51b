package org.clawdbot.models.internal;

import java.io.Serial;
import org.clawdbot.api.error.ModelException;
import org.jspecify.annotations.Nullable;

/** A part was not there for a request, or no longer. Nothing has been answered yet, so its successor may be asked. */
final class PartGoneException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ModelException failure;
    private final @Nullable String profileId;

    /**
     * Reports a part that has gone.
     *
     * @param failure what the caller is told if there is no successor
     * @param profileId the credential with which it was asked, if it came to that
     */
    PartGoneException(ModelException failure, @Nullable String profileId) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
        this.profileId = profileId;
    }

    ModelException failure() {
        return failure;
    }

    @Nullable
    String profileId() {
        return profileId;
    }
}
