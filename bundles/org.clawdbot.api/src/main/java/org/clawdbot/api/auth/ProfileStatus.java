package org.clawdbot.api.auth;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A credential that a strategy can give, described without giving it.
 *
 * @param profileId what to pass to {@link AuthStrategy#credential}
 * @param provider the provider that accepts it
 * @param mode how it authenticates; see {@link org.clawdbot.api.provider.AuthMode}
 * @param source where it comes from
 * @param account the name of the account, if it is known
 * @param hint a few characters by which the owner recognises it
 * @param expiresAt when it ends for good, if that is known
 */
public record ProfileStatus(
        String profileId,
        String provider,
        String mode,
        Source source,
        @Nullable String account,
        String hint,
        @Nullable Instant expiresAt) {

    /** Where a credential comes from, in the order in which the sources are tried. */
    public enum Source {
        /** A stored profile. */
        PROFILE,
        /** An environment variable. */
        ENVIRONMENT,
        /** The configuration. */
        CONFIGURATION
    }

    /** Checks that all required values are there. */
    public ProfileStatus {
        Objects.requireNonNull(profileId, "profileId");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(hint, "hint");
    }
}
