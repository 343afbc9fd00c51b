package org.clawdbot.api.auth;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One stored credential. Its id is {@code provider:name}, such as {@code chutes:default}. */
public sealed interface Profile {

    /**
     * Gives the id under which the profile is stored.
     *
     * @return the id, unique in its store
     */
    String id();

    /**
     * Names the provider that accepts the credential.
     *
     * @return the provider id
     */
    String provider();

    /**
     * An API key that the user was given; it does not expire by itself.
     *
     * @param id the id under which the profile is stored
     * @param provider the provider that accepts the key
     * @param key the key
     * @param account the name of the account, if it is known
     */
    record ApiKey(String id, String provider, Secret key, @Nullable String account) implements Profile {

        /** Checks that all required values are there. */
        public ApiKey {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * A bearer token from elsewhere that cannot be renewed.
     *
     * @param id the id under which the profile is stored
     * @param provider the provider that accepts the token
     * @param token the token
     * @param expiresAt when it ends, if that is known
     * @param account the name of the account, if it is known
     */
    record Token(String id, String provider, Secret token, @Nullable Instant expiresAt, @Nullable String account)
            implements Profile {

        /** Checks that all required values are there. */
        public Token {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(token, "token");
        }
    }

    /**
     * A token pair from an OAuth 2.0 sign-in.
     *
     * @param id the id under which the profile is stored
     * @param provider the provider that accepts the access token
     * @param access the access token
     * @param refresh the refresh token, if the server gave one
     * @param expiresAt when the access token must no longer be used
     * @param clientId the OAuth client that the tokens belong to
     * @param accountId the provider's own id of the account, if it is known
     * @param account the name of the account, if it is known
     * @param scopes the scopes that were granted, empty if the server did not say
     * @param refreshedAt when the tokens were last renewed, or null if they are still those of the sign-in
     */
    record OAuth(
            String id,
            String provider,
            Secret access,
            @Nullable Secret refresh,
            Instant expiresAt,
            @Nullable String clientId,
            @Nullable String accountId,
            @Nullable String account,
            List<String> scopes,
            @Nullable Instant refreshedAt)
            implements Profile {

        /** Checks that all required values are there and copies the scopes. */
        public OAuth {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(access, "access");
            Objects.requireNonNull(expiresAt, "expiresAt");
            scopes = List.copyOf(scopes);
        }

        /**
         * Describes a sign-in whose tokens were not renewed yet.
         *
         * @param id the id under which the profile is stored
         * @param provider the provider that accepts the access token
         * @param access the access token
         * @param refresh the refresh token, if the server gave one
         * @param expiresAt when the access token must no longer be used
         * @param clientId the OAuth client that the tokens belong to
         * @param accountId the provider's own id of the account, if it is known
         * @param account the name of the account, if it is known
         * @param scopes the scopes that were granted, empty if the server did not say
         */
        public OAuth(
                String id,
                String provider,
                Secret access,
                @Nullable Secret refresh,
                Instant expiresAt,
                @Nullable String clientId,
                @Nullable String accountId,
                @Nullable String account,
                List<String> scopes) {
            this(id, provider, access, refresh, expiresAt, clientId, accountId, account, scopes, null);
        }
    }
}
