package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clawdbot.itests.oauth.Host.Result;
import org.clawdbot.itests.oauth.Host.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts on which one of the two ways to sign in is not installed. */
class OAuthOnlyIT {

    private static final String KEY_BUNDLE = "org.clawdbot.chutes.auth.apikey";
    private static final String OAUTH_BUNDLE = "org.clawdbot.chutes.auth.oauth";
    private static final String PROFILE = "chutes:" + FakeSignIn.USERNAME;

    @TempDir
    Path home;

    private ChutesSimulator chutes;
    private RegisteredApp app;

    @BeforeEach
    void startChutes() throws IOException {
        chutes = ChutesSimulator.builder()
                .idp(IdpSettings.builder().autoApprove(true).build())
                .start();
        app = chutes.idp().registerApp("host", "http://127.0.0.1:" + Host.freePort() + "/oauth-callback");
        chutes.chat(Behaviour.reply("Nice to meet you."));
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void withoutTheKeyBundleSigningInWithTheBrowserLeadsToAReply() throws Exception {
        Host host = withoutKeys();

        Result signedIn = signIn(host, "onboard", "--auth-choice", "chutes");

        assertThat(signedIn.exit()).as(signedIn.err()).isZero();
        assertThat(signedIn.out()).contains(PROFILE);
        assertThat(host.run("agent", "--message", "hi")).isEqualTo(new Result(0, "Nice to meet you.\n", ""));
        Result doctor = host.run("doctor");
        assertThat(doctor.exit()).as(doctor.out()).isZero();
        assertThat(bearers()).hasSize(1).allMatch(bearer -> bearer.startsWith("Bearer cak_"));
    }

    @Test
    void withoutTheKeyBundleTheOnlyWayIsTakenUnasked() throws Exception {
        Host host = withoutKeys();

        Result signedIn = signIn(host, "models", "auth", "login");

        assertThat(signedIn.exit()).as(signedIn.err()).isZero();
        assertThat(signedIn.out()).contains("Signed in: " + PROFILE);
    }

    @Test
    void withoutTheKeyBundleAKeyIsRefusedByName() throws Exception {
        Host host = withoutKeys();

        Result result = host.run("onboard", "--chutes-api-key", FakeKeys.GOOD);

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("Install the bundle " + KEY_BUNDLE).doesNotContain(FakeKeys.GOOD);
        assertThat(host.profiles()).doesNotExist();
    }

    @Test
    void withoutTheKeyBundleAKeyInTheEnvironmentIsNotUsed() throws Exception {
        Host host = withoutKeys().with("CHUTES_API_KEY", FakeKeys.GOOD);

        Result result = host.run("agent", "--message", "hi");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("not signed in").doesNotContain(FakeKeys.GOOD);
        assertThat(host.run("models", "status", "--check").exit()).isEqualTo(1);
        assertThat(signIn(host, "models", "auth", "login", "--method", "oauth").exit())
                .isZero();
        assertThat(host.run("agent", "--message", "hi").exit()).isZero();
        assertThat(bearers()).hasSize(1).allMatch(bearer -> bearer.startsWith("Bearer cak_"));
        assertThat(Files.readString(host.profiles())).doesNotContain(FakeKeys.GOOD);
    }

    @Test
    void withoutTheKeyBundleTheIgnoredKeyIsSaidAndNothingSpeaksOfKeys() throws Exception {
        Host host = withoutKeys();
        assertThat(host.run("agent", "--message", "hi").err()).doesNotContain("api-key", "API_KEY");
        assertThat(host.run("onboard", "--auth-choice", "skip").out())
                .contains("Next: clawdbot onboard --auth-choice chutes")
                .doesNotContain("api-key");
        assertThat(host.run("models", "auth", "status").out())
                .contains("Sign in with: clawdbot onboard --auth-choice chutes")
                .doesNotContain("api-key");

        host.with("CHUTES_API_KEY", FakeKeys.GOOD);
        for (List<String> words :
                List.of(List.of("doctor"), List.of("models", "status"), List.of("models", "auth", "status"))) {
            assertThat(host.run(words.toArray(String[]::new)).out())
                    .contains("CHUTES_API_KEY is set but ignored: this host takes no API keys", KEY_BUNDLE)
                    .doesNotContain(FakeKeys.GOOD);
        }
        assertThat(host.run("models", "status", "--json").out()).contains("\"setting\" : \"CHUTES_API_KEY\"");
    }

    @Test
    void withoutTheKeyBundleARefusedTokenIsNotCalledAKey() throws Exception {
        Host host = withoutKeys().with("CHUTES_OAUTH_TOKEN", "cak_fake-and-unknown");

        Result result = host.run("agent", "--message", "hi");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err())
                .contains("clawdbot models auth login --provider chutes --method oauth")
                .doesNotContain("the key", "api-key", "API_KEY");
    }

    @Test
    void withoutTheKeyBundleASignInInTwoStepsNeedsNoTerminal() throws Exception {
        Host host = withoutKeys();

        Result begun = host.run("onboard", "--no-browser", "--json");

        assertThat(begun.exit()).isEqualTo(3);
        JsonNode document = new ObjectMapper().readTree(begun.out());
        assertThat(document.at("/error/code").asText()).isEqualTo("sign-in-pending");
        URI page = URI.create(document.at("/signIn/authorizeUrl").asText());
        String ended = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Result finished = host.run("onboard", "--redirect-url", ended);
        assertThat(finished.exit()).as(finished.err()).isZero();
        assertThat(host.run("agent", "--message", "hi")).isEqualTo(new Result(0, "Nice to meet you.\n", ""));
    }

    @Test
    void withoutTheKeyBundleTokensAreRefreshedShownAndRevoked() throws Exception {
        Host host = withoutKeys();
        assertThat(signIn(host, "models", "auth", "login").exit()).isZero();

        assertThat(host.run("models", "auth", "refresh").out()).contains("Renewed: " + PROFILE, "last renewed at");
        assertThat(chutes.idp().refreshes()).isEqualTo(1);
        assertThat(host.run("models", "auth", "status").out())
                .contains(PROFILE, "scopes: ", "chutes:invoke", "access token good until", "last renewed at");
        assertThat(host.run("models", "auth", "logout").out()).contains("(revoked at chutes)");
        assertThat(host.run("models", "auth", "refresh").exit()).isEqualTo(1);
    }

    @Test
    void withoutTheBrowserBundleAKeyLeadsToAReply() throws Exception {
        Host host = host(Host.without(OAUTH_BUNDLE, home));

        Result browser = host.run("onboard", "--auth-choice", "chutes");
        assertThat(browser.exit()).isEqualTo(3);
        assertThat(browser.err()).contains("Install the bundle " + OAUTH_BUNDLE, "--auth-choice chutes-api-key");

        Result signedIn = host.run("onboard", "--chutes-api-key", FakeKeys.GOOD);
        assertThat(signedIn.exit()).as(signedIn.err()).isZero();
        assertThat(host.run("agent", "--message", "hi")).isEqualTo(new Result(0, "Nice to meet you.\n", ""));
        assertThat(bearers()).containsOnly("Bearer " + FakeKeys.GOOD);
    }

    @Test
    void withoutTheBrowserBundleATokenInTheEnvironmentIsNotUsed() throws Exception {
        String token = chutes.idp()
                .issueTokens(app, FakeSignIn.USERNAME, "chutes:invoke")
                .accessToken();
        Host host = host(Host.without(OAUTH_BUNDLE, home)).with("CHUTES_OAUTH_TOKEN", token);

        Result result = host.run("agent", "--message", "hi");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).doesNotContain(token);
        assertThat(bearers()).isEmpty();
        assertThat(host.run("doctor").out())
                .contains("CHUTES_OAUTH_TOKEN is set but ignored", OAUTH_BUNDLE)
                .doesNotContain(token);
        assertThat(host.run("models", "status").out()).contains("CHUTES_OAUTH_TOKEN is set but ignored");
    }

    private Host withoutKeys() throws IOException {
        return host(Host.without(KEY_BUNDLE, home));
    }

    private Host host(Host host) throws IOException {
        return host.at(chutes.baseUrl(), chutes.accountUrl())
                .with("CHUTES_CLIENT_ID", app.clientId())
                .with("CHUTES_CLIENT_SECRET", app.clientSecret())
                .with("CHUTES_OAUTH_REDIRECT_URI", app.redirectUris().get(0));
    }

    private static Result signIn(Host host, String... args) throws IOException, InterruptedException {
        try (Running running = host.start(args)) {
            URI page = running.page();
            HttpClient browser = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build();
            assertThat(browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            return running.end();
        }
    }

    /** What chat requests were signed with. */
    private List<String> bearers() {
        return chutes.requests("/v1/chat/completions").stream()
                .map(request -> request.header("Authorization").orElse("nothing"))
                .toList();
    }
}
