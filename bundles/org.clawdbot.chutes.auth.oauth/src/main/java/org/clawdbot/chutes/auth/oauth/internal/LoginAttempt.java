package org.clawdbot.chutes.auth.oauth.internal;

import com.github.scribejava.core.pkce.PKCE;
import com.github.scribejava.core.pkce.PKCEService;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.clawdbot.api.auth.Secret;

/**
 * A sign-in that was begun and waits for the browser.
 *
 * @param state proves that an answer belongs to this sign-in
 * @param verifier proves to the server that who exchanges the code began the sign-in
 * @param clientId the app for which the user signs in
 * @param redirectUri where the answer goes
 * @param scopes what is asked for
 * @param begun when it was begun
 */
record LoginAttempt(
        Secret state, Secret verifier, String clientId, String redirectUri, List<String> scopes, Instant begun) {

    private static final int BYTES = 32;

    LoginAttempt {
        scopes = List.copyOf(scopes);
    }

    /** State and verifier are drawn apart: who sees the one in a browser's history must not learn the other. */
    static LoginAttempt begin(Random random, Client client, Redirect redirect, List<String> scopes, Instant now) {
        return new LoginAttempt(draw(random), draw(random), client.id(), redirect.text(), scopes, now);
    }

    /** The challenge for the verifier, S256. */
    PKCE pkce() {
        return PKCEService.defaultInstance().generatePKCE(Base64.getUrlDecoder().decode(verifier.reveal()));
    }

    private static Secret draw(Random random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
