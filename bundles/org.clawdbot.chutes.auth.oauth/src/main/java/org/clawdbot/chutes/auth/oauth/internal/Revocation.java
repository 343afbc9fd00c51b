package org.clawdbot.chutes.auth.oauth.internal;

import com.github.scribejava.core.exceptions.OAuthException;
import com.github.scribejava.core.revoke.TokenTypeHint;
import java.io.IOException;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/** Makes tokens useless at the server, as far as it can be reached. */
final class Revocation {

    /** What a user should know about tokens that are still good. */
    static final String UNTIL =
            "they stay good until they expire, unless you withdraw the app's authorization in your" + " Chutes account";

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);

    private final ChutesIdentity identity;

    Revocation(ChutesIdentity identity) {
        this.identity = identity;
    }

    /**
     * Revokes the refresh token first: it lives longer, and makes new access tokens.
     *
     * @return whether the server confirmed it for both
     */
    boolean revoke(Client client, Secret access, @Nullable Secret refresh) {
        boolean refreshRevoked = refresh == null || revoke(client, refresh, TokenTypeHint.REFRESH_TOKEN);
        boolean accessRevoked = revoke(client, access, TokenTypeHint.ACCESS_TOKEN);
        return refreshRevoked && accessRevoked;
    }

    private boolean revoke(Client client, Secret token, TokenTypeHint hint) {
        try {
            identity.revoke(client, token, hint);
            return true;
        } catch (IOException | OAuthException | InvalidSettingException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The {0} could not be revoked: {1}",
                    hint.getValue(),
                    e.getClass().getSimpleName());
            return false;
        }
    }
}
