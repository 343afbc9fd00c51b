package org.clawdbot.api.auth;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A credential ready to be sent as {@code Authorization: Bearer}.
 *
 * @param provider the provider that accepts it
 * @param profileId the profile it came from; an id without a stored profile for one from the environment or the config
 * @param mode how it authenticates; see {@link org.clawdbot.api.provider.AuthMode}
 * @param token what is sent
 * @param expiresAt when it ends, if that is known
 */
public record Credential(String provider, String profileId, String mode, Secret token, @Nullable Instant expiresAt) {

    /** Checks that all required values are there. */
    public Credential {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(profileId, "profileId");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(token, "token");
    }
}
