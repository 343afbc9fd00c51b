package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.Finding.Level;
import org.clawdbot.contracts.MemoryCredentialStore;
import org.junit.jupiter.api.Test;

class SignInCheckTest {

    private final MemoryCredentialStore store = new MemoryCredentialStore();
    private final Map<String, String> variables = new HashMap<>();

    @Test
    void whoDoesNotUseItHearsNothingBad() {
        assertThat(run()).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.OK);
            assertThat(finding.message()).startsWith("No OAuth app is set up");
        });
    }

    @Test
    void anAppWithItsSecretAndAFreePortIsFine() {
        app();

        assertThat(run())
                .extracting(Finding::message)
                .containsExactly(
                        "The OAuth app cid_fake and its secret are known",
                        "The browser comes back to http://localhost:1456/x, which is a name; its address is pasted by"
                                + " hand");
        assertThat(run().toString()).doesNotContain("csc_fake");
    }

    @Test
    void anAppWithoutSecretIsAWarning() {
        app();
        variables.remove("CHUTES_CLIENT_SECRET");

        assertThat(run().get(0))
                .isEqualTo(Finding.warn(
                        "No client secret is known for the OAuth app cid_fake; Chutes asks for it unless the app is"
                                + " public",
                        "export CHUTES_CLIENT_SECRET=csc_…"));
    }

    @Test
    void tellsWhetherThePortIsFree() throws IOException {
        app();
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            variables.put("CHUTES_OAUTH_REDIRECT_URI", "http://127.0.0.1:" + port + "/oauth-callback");

            assertThat(run().get(1)).satisfies(finding -> {
                assertThat(finding.level()).isEqualTo(Level.WARN);
                assertThat(finding.message()).startsWith("The port " + port).contains("cannot be had");
                assertThat(finding.fix()).contains("CHUTES_OAUTH_REDIRECT_URI", "--no-browser");
            });
        }
        assertThat(run().get(1)).isEqualTo(Finding.ok("The port " + port + " is free for the browser to come back to"));
    }

    @Test
    void aRedirectAddressElsewhereIsBroken() {
        app();
        variables.put("CHUTES_OAUTH_REDIRECT_URI", "https://example.com/");

        assertThat(run().get(1)).satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.fix()).isEqualTo("Set CHUTES_OAUTH_REDIRECT_URI");
        });
    }

    @Test
    void scopesThatWereNotGrantedAreNamed() {
        store.update(now -> now.with(new Profile.OAuth(
                "chutes:alice",
                "chutes",
                Secret.of("cak_fake-access-token"),
                Secret.of("crt_fake-refresh-token"),
                Instant.EPOCH,
                null,
                null,
                null,
                List.of("openid"))));

        assertThat(run())
                .contains(Finding.warn(
                        "The sign-in chutes:alice was not granted the scopes profile chutes:invoke",
                        "clawdbot models auth login --provider chutes --method oauth"));
    }

    private void app() {
        variables.put("CHUTES_CLIENT_ID", "cid_fake");
        variables.put("CHUTES_CLIENT_SECRET", "csc_fake-secret");
        variables.put("CHUTES_OAUTH_REDIRECT_URI", "http://localhost:1456/x");
    }

    private List<Finding> run() {
        Duration any = Duration.ofSeconds(1);
        OAuthSettings settings = new OAuthSettings(
                OAuthSettings.Values.none(new OAuthSettings.Waiting(any, any, any, any)),
                name -> Optional.ofNullable(variables.get(name)));
        return new SignInCheck(store, settings).run();
    }
}
