package org.clawdbot.chutes.auth.oauth.internal;

import com.github.scribejava.core.exceptions.OAuthException;
import com.github.scribejava.core.revoke.TokenTypeHint;
import java.io.IOException;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/** Makes tokens useless at the server, as far as it can be reached. */
final class Revocation {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);

    private final ChutesIdentity identity;

    Revocation(ChutesIdentity identity) {
        this.identity = identity;
    }

    /** Revokes the refresh token first: it lives longer, and makes new access tokens. */
    void revoke(Client client, Secret access, @Nullable Secret refresh) {
        if (refresh != null) {
            revoke(client, refresh, TokenTypeHint.REFRESH_TOKEN);
        }
        revoke(client, access, TokenTypeHint.ACCESS_TOKEN);
    }

    private void revoke(Client client, Secret token, TokenTypeHint hint) {
        try {
            identity.revoke(client, token, hint);
        } catch (IOException | OAuthException | InvalidSettingException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The {0} could not be revoked at Chutes ({1}); it stays good until it expires, unless you withdraw"
                            + " the app''s authorization in your Chutes account",
                    hint.getValue(),
                    e.getClass().getSimpleName());
        }
    }
}
