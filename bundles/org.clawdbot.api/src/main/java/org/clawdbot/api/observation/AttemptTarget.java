package org.clawdbot.api.observation;

import java.util.Objects;
import org.clawdbot.api.catalog.ModelInfo;

/**
 * Whom a try asks.
 *
 * @param model the model that is asked
 * @param profileId the profile whose credential is sent
 * @param authMode how the credential authenticates; see {@link org.clawdbot.api.provider.AuthMode}
 * @param transport the name of the component that sends it
 */
public record AttemptTarget(ModelInfo model, String profileId, String authMode, String transport) {

    /** Checks that all values are there. */
    public AttemptTarget {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(profileId, "profileId");
        Objects.requireNonNull(authMode, "authMode");
        Objects.requireNonNull(transport, "transport");
    }
}
