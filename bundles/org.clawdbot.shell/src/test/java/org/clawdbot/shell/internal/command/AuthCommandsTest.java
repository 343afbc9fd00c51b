package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.ProfileStatus.Grant;
import org.clawdbot.api.auth.SignOutResult.Revocation;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeStrategy;
import org.clawdbot.shell.internal.FakeTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-ins with tokens, and credentials that nobody uses. */
class AuthCommandsTest {

    private static final Instant NOW = FakeHost.CLOCK.instant();

    private final FakeHost host = new FakeHost();
    private final FakeStrategy oauth = new FakeStrategy("oauth");

    @TempDir
    Path state;

    @BeforeEach
    void addOAuth() {
        host.properties.put("clawdbot.state.dir", state.toString());
        host.strategy("oauth", oauth);
    }

    @Test
    void statusShowsScopesExpiryAndLastRefresh() {
        oauth.profiles.add(oauth("chutes:alice", granted(NOW.plus(Duration.ofMinutes(54)), NOW.minusSeconds(360))));

        assertThat(host.run("models", "auth", "status")).isZero();

        assertThat(host.terminal.printed())
                .contains(
                        "chutes:alice  oauth from profile  cak_…  alice",
                        "scopes: openid chutes:invoke",
                        "access token good until " + NOW.plus(Duration.ofMinutes(54)) + " (54 min), renewed by itself",
                        "last renewed at " + NOW.minusSeconds(360) + " (6 min ago)");
    }

    @Test
    void statusTellsProgramsTheSame() {
        oauth.profiles.add(oauth("chutes:alice", granted(NOW.plusSeconds(60), NOW.minusSeconds(60))));
        host.apiKey.profiles.add(key("chutes:default"));

        assertThat(host.run("models", "auth", "status", "--json")).isZero();

        JsonNode key = host.document().at("/profiles/0");
        assertThat(key.path("scopes").isNull()).isTrue();
        assertThat(key.path("refreshable").asBoolean(true)).isFalse();
        JsonNode token = host.document().at("/profiles/1");
        assertThat(token.path("account").asText()).isEqualTo("alice");
        assertThat(token.path("scopes")).extracting(JsonNode::asText).containsExactly("openid", "chutes:invoke");
        assertThat(token.path("accessExpiresAt").asText())
                .isEqualTo(NOW.plusSeconds(60).toString());
        assertThat(token.path("refreshable").asBoolean()).isTrue();
        assertThat(token.path("refreshedAt").asText())
                .isEqualTo(NOW.minusSeconds(60).toString());
    }

    @Test
    void statusIsHonestAboutTokensThatEndedAndWereNeverRenewed() {
        oauth.profiles.add(oauth("chutes:alice", new Grant(List.of(), NOW.minusSeconds(5), false, null)));

        assertThat(host.run("models", "auth", "status")).isZero();

        assertThat(host.terminal.printed())
                .contains(
                        "scopes: not told",
                        "access token ended at " + NOW.minusSeconds(5) + ", cannot be renewed",
                        "not renewed since signing in");
    }

    @Test
    void refreshRenewsTheOnlySignInThatCanBe() {
        host.apiKey.profiles.add(key("chutes:default"));
        oauth.profiles.add(oauth("chutes:alice", granted(NOW.minusSeconds(1), null)));
        oauth.afterRefresh = oauth("chutes:alice", granted(NOW.plusSeconds(3300), NOW));

        assertThat(host.run("models", "auth", "refresh", "--json")).isZero();

        assertThat(oauth.refreshed).containsExactly("chutes:alice");
        assertThat(host.document().path("refreshed").asBoolean()).isTrue();
        assertThat(host.document().path("id").asText()).isEqualTo("chutes:alice");
        assertThat(host.document().path("refreshedAt").asText()).isEqualTo(NOW.toString());
        host.terminal = FakeTerminal.none();
        assertThat(host.run("models", "auth", "refresh")).isZero();
        assertThat(host.terminal.printed()).contains("Renewed: chutes:alice", "(55 min), renewed by itself");
    }

    @Test
    void refreshSaysThatAKeyHoldsNothingToRefresh() {
        host.apiKey.profiles.add(key("chutes:default"));
        oauth.profiles.add(oauth("chutes:alice", granted(NOW, null)));

        assertThat(host.run("models", "auth", "refresh", "--profile", "chutes:default"))
                .isZero();
        assertThat(host.terminal.printed()).contains("Nothing to refresh: chutes:default is no OAuth sign-in");

        oauth.profiles.clear();
        host.terminal = FakeTerminal.none();
        assertThat(host.run("models", "auth", "refresh", "--json")).isZero();
        assertThat(host.document().path("refreshed").asBoolean(true)).isFalse();
    }

    @Test
    void refreshAsksWhichOneAndKnowsWhatIsThere() {
        assertThat(host.run("models", "auth", "refresh")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("No credential of chutes");
        oauth.profiles.add(oauth("chutes:alice", granted(NOW, null)));
        oauth.profiles.add(oauth("chutes:bob", granted(NOW, null)));

        assertThat(host.run("models", "auth", "refresh")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("chutes:alice, chutes:bob", "--profile");
        assertThat(host.run("models", "auth", "refresh", "--profile", "chutes:none"))
                .isEqualTo(1);
        assertThat(oauth.refreshed).isEmpty();
    }

    @Test
    void refreshThatNeedsASignInSaysSo() {
        oauth.profiles.add(oauth("chutes:alice", granted(NOW, null)));
        oauth.refreshFailure = new SignInRequiredException("refresh-refused", "used up", ErrorDetails.NONE, null);

        assertThat(host.run("models", "auth", "refresh", "--json")).isEqualTo(3);
        assertThat(host.document().at("/error/code").asText()).isEqualTo("refresh-refused");
    }

    @Test
    void signingOutSaysWhetherTheServerRevoked() {
        oauth.profiles.add(oauth("chutes:alice", granted(NOW, null)));
        oauth.revocation = Revocation.REVOKED;
        assertThat(host.run("models", "auth", "logout")).isZero();
        assertThat(host.terminal.printed()).contains("Signed out: chutes:alice (revoked at chutes)");

        oauth.profiles.add(oauth("chutes:alice", granted(NOW, null)));
        oauth.revocation = Revocation.FAILED;
        oauth.revocationNote = "Chutes could not be told";
        host.terminal = FakeTerminal.none();
        assertThat(host.run("models", "auth", "logout")).isZero();
        assertThat(host.terminal.printed()).isEqualToIgnoringNewLines("Signed out: chutes:alice");
        assertThat(host.terminal.said()).contains("warning: Chutes could not be told");

        oauth.profiles.add(oauth("chutes:alice", granted(NOW, null)));
        host.terminal = FakeTerminal.none();
        assertThat(host.run("models", "auth", "logout", "--json")).isZero();
        assertThat(host.document().path("revocation").asText()).isEqualTo("failed");
        assertThat(host.document().path("note").asText()).isEqualTo("Chutes could not be told");
    }

    @Test
    void aKeyThatNoPartUsesIsSaidToBeIgnored() {
        host.variables.put("CHUTES_API_KEY", FakeStrategy.GOOD);
        host.variables.put("CHUTES_OAUTH_TOKEN", "fake-token-of-the-environment");
        host.configuration.with(FakeStrategy.GOOD, "models", "providers", "chutes", "apiKey");
        assertThat(ignored("models", "auth", "status")).isEmpty();

        host.strategies.removeIf(strategy -> strategy.mode().equals("api-key"));

        assertThat(ignored("models", "auth", "status"))
                .containsExactly("CHUTES_API_KEY", "models.providers.chutes.apiKey");
        assertThat(ignored("models", "status")).hasSize(2);
        for (List<String> words :
                List.of(List.of("models", "auth", "status"), List.of("models", "status"), List.of("doctor"))) {
            host.terminal = FakeTerminal.none();
            host.run(words.toArray(String[]::new));
            assertThat(host.terminal.printed())
                    .contains("CHUTES_API_KEY is set but ignored: this host takes no API keys", "auth.apikey is not")
                    .doesNotContain(FakeStrategy.GOOD);
        }
    }

    @Test
    void aTokenThatNoPartUsesIsSaidToBeIgnored() {
        host.variables.put("CHUTES_OAUTH_TOKEN", "fake-token-of-the-environment");
        host.strategies.removeIf(strategy -> strategy.mode().equals("oauth"));

        assertThat(ignored("models", "auth", "status")).containsExactly("CHUTES_OAUTH_TOKEN");
        host.run("doctor", "--json");
        assertThat(host.document().path("checks")).anySatisfy(check -> {
            assertThat(check.path("status").asText()).isEqualTo("warn");
            assertThat(check.path("message").asText()).contains("CHUTES_OAUTH_TOKEN is set but ignored");
            assertThat(check.path("fix").asText()).contains("org.clawdbot.chutes.auth.oauth");
        });
    }

    private List<String> ignored(String... words) {
        host.terminal = FakeTerminal.none();
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--json");
        assertThat(host.run(line.toArray(String[]::new))).isZero();
        List<String> settings = new ArrayList<>();
        host.document()
                .path("ignoredCredentials")
                .forEach(entry -> settings.add(entry.path("setting").asText()));
        host.terminal = FakeTerminal.none();
        return settings;
    }

    private static ProfileStatus key(String id) {
        return new ProfileStatus(id, "chutes", "api-key", ProfileStatus.Source.PROFILE, null, "cpk_…", null);
    }

    private static ProfileStatus oauth(String id, Grant grant) {
        return new ProfileStatus(id, "chutes", "oauth", ProfileStatus.Source.PROFILE, "alice", "cak_…", null, grant);
    }

    private static Grant granted(Instant end, Instant refreshed) {
        return new Grant(List.of("openid", "chutes:invoke"), end, true, refreshed);
    }
}
