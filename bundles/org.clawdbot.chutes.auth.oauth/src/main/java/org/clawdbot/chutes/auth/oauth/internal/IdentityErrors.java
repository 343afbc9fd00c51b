package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what a failure of the identity provider means and what to do. */
final class IdentityErrors {

    private static final ErrorDetails CHUTES = ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER);
    private static final String AGAIN =
            "; sign in again with `clawdbot models auth login --provider chutes --method oauth`";

    private IdentityErrors() {}

    /** Nothing has reached the server, so whatever works only once is still good. */
    static boolean neverSent(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException;
    }

    /** The user, or the server in the browser, said no. */
    static SignInRequiredException denied(RedirectAnswer.Denied denied) {
        String reason = denied.description().isEmpty() ? denied.error() : denied.error() + ": " + denied.description();
        String message =
                switch (denied.error()) {
                    case "access_denied" -> "The sign-in was declined in the browser (" + reason + ")" + AGAIN;
                    case "invalid_scope" ->
                        "Chutes does not grant this app what it asks for (" + reason + "); change "
                                + OAuthSettings.SCOPES + " or the scopes in the configuration";
                    default -> "Chutes ended the sign-in (" + reason + ")" + AGAIN;
                };
        return new SignInRequiredException("sign-in-denied", message, CHUTES, null);
    }

    /** The code could not be exchanged. */
    static ModelException signIn(IOException failure, Client client, String host) {
        if (failure instanceof GrantRefusedException refused) {
            return switch (refused.error()) {
                case "invalid_client" -> client(refused, client, CHUTES);
                case "invalid_grant" ->
                    new SignInRequiredException(
                            "code-refused",
                            "Chutes did not accept the code of this sign-in (" + refused.reason()
                                    + "): it is too old, was used already, or the app has another redirect URI" + AGAIN,
                            CHUTES,
                            refused);
                default ->
                    new SignInRequiredException(
                            "sign-in-refused",
                            "Chutes refused the sign-in (" + refused.reason() + ")" + AGAIN,
                            CHUTES,
                            refused);
            };
        }
        return unavailable(failure, host, CHUTES);
    }

    /** The tokens of a profile could not be renewed. */
    static ModelException refresh(
            IOException failure, String profileId, @Nullable Client client, String host, Optional<Instant> cutShort) {
        ErrorDetails details = CHUTES.withProfile(profileId);
        if (!(failure instanceof GrantRefusedException refused)) {
            return unavailable(failure, host, details);
        }
        if (refused.error().equals("invalid_client") && client != null) {
            return client(refused, client, details);
        }
        String why = cutShort.map(begun -> ": an earlier renewal, begun at " + begun
                        + ", was cut short before its answer was stored, which uses the stored token up")
                .orElse(": it was used elsewhere, revoked, or is too old");
        return new SignInRequiredException(
                "refresh-refused",
                "Chutes no longer accepts the sign-in \"" + profileId + "\" (" + refused.reason() + ")" + why + AGAIN,
                details,
                refused);
    }

    /** There is nothing left to renew a profile with. */
    static SignInRequiredException expired(String profileId) {
        return new SignInRequiredException(
                "expired",
                "The token of \"" + profileId + "\" has expired and cannot be renewed" + AGAIN,
                CHUTES.withProfile(profileId),
                null);
    }

    /** There is no such profile. */
    static SignInRequiredException unknown(String profileId) {
        return new SignInRequiredException(
                "no-credential",
                "There is no Chutes sign-in \"" + profileId + "\"" + AGAIN,
                CHUTES.withProfile(profileId),
                null);
    }

    private static SignInRequiredException client(GrantRefusedException refused, Client client, ErrorDetails details) {
        String what = client.secret() == null
                ? "it has a client secret, which Chutes wants even from sign-ins with PKCE, and none is known here; set "
                        + OAuthSettings.CLIENT_SECRET + ", or clientSecret in the configuration"
                : "its client secret is wrong or was made anew, or the app is gone; check " + OAuthSettings.CLIENT_ID
                        + " and " + OAuthSettings.CLIENT_SECRET;
        return new SignInRequiredException(
                "client-refused",
                "Chutes did not accept the OAuth app " + client.id() + " (" + refused.reason() + "): " + what
                        + ", and sign in again",
                details,
                refused);
    }

    private static ModelException unavailable(IOException failure, String host, ErrorDetails details) {
        if (failure instanceof UnusableAnswerException answer) {
            return new ProviderUnavailableException(
                    "server-error",
                    "Chutes gave no tokens: " + answer.getMessage() + "; try again in a while",
                    details.withAnswer(answer.status(), null, null),
                    answer);
        }
        return ChutesErrors.of(failure, host, details);
    }
}
