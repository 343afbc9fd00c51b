package org.clawdbot.api.auth;

import java.time.Instant;
import java.util.List;
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
 * @param grant what an OAuth server granted, or null for any other kind of credential
 */
public record ProfileStatus(
        String profileId,
        String provider,
        String mode,
        Source source,
        @Nullable String account,
        String hint,
        @Nullable Instant expiresAt,
        @Nullable Grant grant) {

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

    /**
     * Describes a credential that no OAuth server granted.
     *
     * @param profileId what to pass to {@link AuthStrategy#credential}
     * @param provider the provider that accepts it
     * @param mode how it authenticates; see {@link org.clawdbot.api.provider.AuthMode}
     * @param source where it comes from
     * @param account the name of the account, if it is known
     * @param hint a few characters by which the owner recognises it
     * @param expiresAt when it ends for good, if that is known
     */
    public ProfileStatus(
            String profileId,
            String provider,
            String mode,
            Source source,
            @Nullable String account,
            String hint,
            @Nullable Instant expiresAt) {
        this(profileId, provider, mode, source, account, hint, expiresAt, null);
    }

    /**
     * What an OAuth server granted, and until when.
     *
     * @param scopes what the holder may do; empty if the server did not say
     * @param accessExpiresAt when the access token must no longer be used
     * @param refreshable whether another access token can be had then without the user
     * @param refreshedAt when the tokens were last renewed, or null if they are still those of the sign-in
     */
    public record Grant(
            List<String> scopes, Instant accessExpiresAt, boolean refreshable, @Nullable Instant refreshedAt) {

        /** Checks that all required values are there and copies the scopes. */
        public Grant {
            scopes = List.copyOf(scopes);
            Objects.requireNonNull(accessExpiresAt, "accessExpiresAt");
        }
    }
}
