package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clawdbot.itests.oauth.Host.Result;
import org.clawdbot.itests.oauth.Host.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in at a certified OpenID provider that knows nothing of Chutes but the addresses: PKCE is required, refresh
 * tokens rotate, and one that is used twice ends the sign-in.
 */
class OpenIdProviderIT {

    private static final String CLIENT_ID = "cid_" + "openid".repeat(4);
    private static final String CLIENT_SECRET = "csc_" + "FAKEfake".repeat(6);
    private static final String PROFILE = "chutes:alice";
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    private HttpClient browser = freshBrowser();
    private ChutesSimulator chutes;
    private OpenIdProvider provider;
    private Host host;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Optional<String> missing = OpenIdProvider.missing();
        assumeTrue(missing.isEmpty(), () -> "no OpenID provider: " + missing.orElse(""));
    }

    @BeforeEach
    void start() throws IOException {
        String redirect = "http://127.0.0.1:" + Host.freePort() + "/oauth-callback";
        chutes = ChutesSimulator.start();
        provider = OpenIdProvider.start(CLIENT_ID, CLIENT_SECRET, redirect);
        host = Host.whole(home)
                .at(chutes.baseUrl(), provider.address())
                .with("CHUTES_CLIENT_ID", CLIENT_ID)
                .with("CHUTES_CLIENT_SECRET", CLIENT_SECRET)
                .with("CHUTES_OAUTH_REDIRECT_URI", redirect);
    }

    @AfterEach
    void stop() {
        provider.close();
        chutes.close();
    }

    @Test
    void signingInLeadsToAStreamedReply() throws Exception {
        Result signedIn = signIn();

        assertThat(signedIn.exit()).as(signedIn.err()).isZero();
        assertThat(signedIn.out()).contains("Signed in: " + PROFILE + " as alice");
        assertThat(stored().path("accountId").asText()).isEqualTo("alice");
        chutes.registerToken(stored().path("access").asText(), "chutes:invoke");
        chutes.chat(Behaviour.reply("Nice to meet you."));
        assertThat(host.run("agent", "--message", "hi")).isEqualTo(new Result(0, "Nice to meet you.\n", ""));
    }

    @Test
    void tokensAreRenewedUntilOneIsUsedElsewhere() throws Exception {
        assertThat(signIn().exit()).isZero();
        String first = stored().path("refresh").asText();
        try (Worker worker = Worker.start(
                home.resolve(".clawdbot"),
                provider.address().toString(),
                Map.of("CHUTES_CLIENT_ID", CLIENT_ID, "CHUTES_CLIENT_SECRET", CLIENT_SECRET))) {
            assertThat(worker.answer()).isEqualTo("ready");
            String answer = worker.ask("get", PROFILE);
            for (int i = 0; i < 5; i++) {
                String refresh = stored().path("refresh").asText();
                assertThat(worker.ask("renew", PROFILE)).startsWith("ok ").isNotEqualTo(answer);
                assertThat(stored().path("refresh").asText()).isNotEqualTo(refresh);
                assertThat(userinfo()).isEqualTo(200);
            }

            assertThat(replay(first)).contains("invalid_grant");
            assertThat(worker.ask("renew", PROFILE))
                    .startsWith("failed refresh-refused ")
                    .contains("it was used elsewhere, revoked, or is too old", "sign in again with `clawdbot");
        }
        assertThat(signIn().exit()).isZero();
        assertThat(userinfo()).isEqualTo(200);
    }

    @Test
    void signingOutEndsTheTokensAtTheServer() throws Exception {
        assertThat(signIn().exit()).isZero();
        String access = stored().path("access").asText();
        String refresh = stored().path("refresh").asText();
        assertThat(userinfo(access)).isEqualTo(200);

        assertThat(host.run("models", "auth", "logout", "--profile", PROFILE).exit())
                .isZero();

        assertThat(userinfo(access)).isEqualTo(401);
        assertThat(replay(refresh)).contains("invalid_grant");
    }

    private static HttpClient freshBrowser() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
    }

    /** Somebody whom the provider has not seen: its pages fail where a session knows a grant that was revoked. */
    private Result signIn() throws IOException, InterruptedException {
        browser = freshBrowser();
        try (Running running = host.start("models", "auth", "login", "--method", "oauth")) {
            HttpResponse<String> login =
                    send(HttpRequest.newBuilder(running.page()).build());
            HttpResponse<String> next = submit(login, Map.of("prompt", "login", "login", "alice", "password", "any"));
            HttpResponse<String> end = submit(next, Map.of("prompt", "consent"));
            assertThat(end.uri().getPath()).as(end.body()).isEqualTo("/oauth-callback");
            assertThat(end.statusCode()).as(end.body()).isEqualTo(200);
            return running.end();
        }
    }

    private HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> fields)
            throws IOException, InterruptedException {
        Matcher form = FORM.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        return post(page.uri().resolve(form.group(1)), fields);
    }

    private String replay(String refresh) throws IOException, InterruptedException {
        return post(
                        provider.address().resolve("/idp/token"),
                        Map.of(
                                "grant_type", "refresh_token",
                                "refresh_token", refresh,
                                "client_id", CLIENT_ID,
                                "client_secret", CLIENT_SECRET))
                .body();
    }

    private HttpResponse<String> post(URI address, Map<String, String> fields)
            throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private int userinfo() throws IOException, InterruptedException {
        return userinfo(stored().path("access").asText());
    }

    private int userinfo(String access) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(provider.address().resolve("/idp/userinfo"))
                        .header("Authorization", "Bearer " + access)
                        .build())
                .statusCode();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return browser.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode stored() throws IOException {
        return JSON.readTree(Files.readString(host.profiles())).path("profiles").path(PROFILE);
    }
}
