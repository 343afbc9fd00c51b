package org.clawdbot.chutes.auth.oauth.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as the server granted them.
 *
 * @param access the access token
 * @param refresh the refresh token, if the answer had one
 * @param lifetime how long the access token is good
 * @param scopes what was granted; empty if the server did not say
 */
record Grant(Secret access, @Nullable Secret refresh, Duration lifetime, List<String> scopes) {

    /** So much earlier than the server a token counts as expired: clocks differ, and long answers take their time. */
    static final Duration MARGIN = Duration.ofMinutes(5);

    /** So long a token is used at least, or a server with short lifetimes would be asked before every request. */
    static final Duration FLOOR = Duration.ofSeconds(30);

    Grant {
        scopes = List.copyOf(scopes);
    }

    /** When a token that was asked for at that moment must no longer be used. */
    Instant expiresAt(Instant asked) {
        Instant early = asked.plus(lifetime).minus(MARGIN);
        Instant least = asked.plus(FLOOR);
        return early.isBefore(least) ? least : early;
    }

    /** The profile with these tokens, renewed at that moment; what the server did not give anew stays. */
    Profile.OAuth renewing(Profile.OAuth profile, String clientId, Instant asked) {
        return new Profile.OAuth(
                profile.id(),
                profile.provider(),
                access,
                refresh == null ? profile.refresh() : refresh,
                expiresAt(asked),
                clientId,
                profile.accountId(),
                profile.account(),
                scopes.isEmpty() ? profile.scopes() : scopes,
                asked);
    }
}
