package org.clawdbot.testkit.simulator.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;

class TokenEndpointTest extends IdpFixture {

    private static final String REFRESH = "refresh_token";

    private static void refused(HttpResponse<String> response, String error) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("error").asText()).isEqualTo(error);
    }

    private IssuedTokens issued() {
        return idp.issueTokens(idp.demoApp(), FakeSignIn.USERNAME, "openid", "profile", "chutes:invoke");
    }

    private String freshCode() {
        return code(authorizeFields());
    }

    @Test
    void exchangesACodeForTokensThatWork() {
        HttpResponse<String> response = token(codeGrant(freshCode()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode tokens = json(response);
        assertThat(tokens.path("access_token").asText()).matches("cak_[0-9a-f-]{36}\\.[A-Za-z0-9]{48}");
        assertThat(tokens.path(REFRESH).asText()).matches("crt_[0-9a-f-]{36}\\.[A-Za-z0-9]{48}");
        assertThat(tokens.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").asInt()).isEqualTo(3600);
        assertThat(tokens.path("scope").asText()).isEqualTo("openid profile chutes:invoke");
        assertThat(chatStatus(tokens.path("access_token").asText())).isEqualTo(200);
        assertThat(idp.tokenRequests("authorization_code")).isEqualTo(1);
    }

    @Test
    void burnsACodeWhateverComesOfIt() {
        String code = freshCode();
        refused(token(with(codeGrant(code), "client_secret", "wrong")), "invalid_client");
        refused(token(codeGrant(code)), "invalid_grant");

        String used = freshCode();
        assertThat(token(codeGrant(used)).statusCode()).isEqualTo(200);
        refused(token(codeGrant(used)), "invalid_grant");
    }

    @Test
    void checksACodeExchangeInTheServersOrder() {
        Map<String, String> allWrong = fields(
                "redirect_uri", "http://elsewhere", "client_id", "cid_x", "client_secret", "x", "code_verifier", "x");

        refused(token(with(codeGrant("unknown"), "client_id", "cid_x")), "invalid_grant");
        Map<String, String> grant = codeGrant(freshCode());
        grant.putAll(allWrong);
        refused(token(grant), "invalid_grant");
        refused(token(with(codeGrant(freshCode()), "client_id", "cid_x", "code_verifier", "x")), "invalid_client");
        refused(token(with(codeGrant(freshCode()), "client_secret", "x", "code_verifier", "x")), "invalid_client");
        refused(token(with(codeGrant(freshCode()), "code_verifier", "x")), "invalid_grant");
        refused(token(with(codeGrant(freshCode()), "code_verifier", "")), "invalid_grant");

        RegisteredApp other = idp.registerApp("Other", FakeSignIn.REDIRECT_URI);
        refused(
                token(with(
                        codeGrant(freshCode()), "client_id", other.clientId(), "client_secret", other.clientSecret())),
                "invalid_client");
    }

    @Test
    void needsNoVerifierWhereThereWasNoChallenge() {
        String code = code(with(authorizeFields(), "code_challenge", "", "code_challenge_method", ""));

        assertThat(token(with(codeGrant(code), "code_verifier", "")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void forgetsACodeAfterItsTime() {
        idp.settings(IdpSettings.builder().codeSeconds(5).build());
        String code = freshCode();
        clock.turn(Duration.ofSeconds(5));

        refused(token(codeGrant(code)), "invalid_grant");
    }

    @Test
    void wantsTheSecretUnlessSwitchedOff() {
        refused(token(with(codeGrant(freshCode()), "client_secret", "")), "invalid_client");
        refused(token(with(refreshGrant(issued().refreshToken()), "client_secret", "")), "invalid_client");

        idp.settings(IdpSettings.builder().pkceReplacesSecret(true).build());
        HttpResponse<String> exchanged = token(with(codeGrant(freshCode()), "client_secret", ""));
        assertThat(exchanged.statusCode()).isEqualTo(200);
        Map<String, String> refresh = refreshGrant(json(exchanged).path(REFRESH).asText());
        refused(token(with(refresh, "client_secret", "")), "invalid_client");

        idp.settings(IdpSettings.builder().secretRequired(false).build());
        assertThat(token(with(refresh, "client_secret", "")).statusCode()).isEqualTo(200);
        refused(token(with(codeGrant(freshCode()), "client_secret", "wrong")), "invalid_client");
    }

    @Test
    void takesClientCredentialsFromTheHeaderUnlessTheBodyHasThem() {
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((FakeSignIn.CLIENT_ID + ":" + FakeSignIn.CLIENT_SECRET)
                                .getBytes(StandardCharsets.UTF_8));
        Map<String, String> bare = with(codeGrant(freshCode()), "client_id", "", "client_secret", "");

        assertThat(send(formRequest("/idp/token", bare).header("Authorization", basic))
                        .statusCode())
                .isEqualTo(200);
        refused(
                send(formRequest("/idp/token", with(codeGrant(freshCode()), "client_secret", "wrong"))
                        .header("Authorization", basic)),
                "invalid_client");
        refused(
                send(formRequest("/idp/token", with(bare, "code", freshCode())).header("Authorization", "Basic %%%")),
                "invalid_request");
    }

    @Test
    void namesMissingParametersAndUnknownGrants() {
        HttpResponse<String> noCode = token(fields("grant_type", "authorization_code", "client_id", "cid_x"));
        refused(noCode, "invalid_request");
        assertThat(json(noCode).path("error_description").asText()).isEqualTo("Missing required parameters");
        refused(token(with(refreshGrant("x"), "client_id", "")), "invalid_request");
        refused(token(fields("grant_type", "password")), "unsupported_grant_type");
        assertThat(token(fields("code", "x")).statusCode()).isEqualTo(422);
        assertThat(send(request("/idp/token")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"grant_type\":\"refresh_token\"}")))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void rotatesRefreshTokensAndRefusesTheUsedOneOnly() {
        IssuedTokens first = issued();

        JsonNode second = json(refresh(first.refreshToken()));
        assertThat(second.path(REFRESH).asText()).isNotEqualTo(first.refreshToken());
        refused(refresh(first.refreshToken()), "invalid_grant");

        assertThat(refresh(second.path(REFRESH).asText()).statusCode()).isEqualTo(200);
        assertThat(chatStatus(first.accessToken())).isEqualTo(200);
        assertThat(idp.refreshes()).isEqualTo(2);
        assertThat(idp.reusedRefreshTokens()).isEqualTo(1);
        assertThat(idp.tokenRequests("refresh_token")).isEqualTo(3);
    }

    @Test
    void keepsARefreshTokenThatFailedToRefresh() {
        IssuedTokens tokens = issued();

        refused(token(with(refreshGrant(tokens.refreshToken()), "client_secret", "wrong")), "invalid_client");
        refused(token(with(refreshGrant(tokens.refreshToken()), "client_id", "cid_x")), "invalid_client");
        assertThat(refresh(tokens.refreshToken()).statusCode()).isEqualTo(200);
        refused(refresh(tokens.accessToken()), "invalid_grant");
        refused(refresh("crt_unknown"), "invalid_grant");
        assertThat(idp.reusedRefreshTokens()).isZero();
    }

    @Test
    void reusesRefreshTokensWhenSwitchedSo() {
        idp.settings(IdpSettings.builder().rotateStrictly(false).build());
        String token = issued().refreshToken();

        assertThat(refresh(token).statusCode()).isEqualTo(200);
        assertThat(refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void letsOneOfManyRacersRefresh() {
        String token = issued().refreshToken();

        List<CompletableFuture<Integer>> racers = IntStream.range(0, 8)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> refresh(token).statusCode()))
                .toList();

        assertThat(racers.stream().map(CompletableFuture::join)).containsOnlyOnce(200);
        assertThat(idp.refreshes()).isEqualTo(1);
        assertThat(idp.reusedRefreshTokens()).isEqualTo(7);
    }

    @Test
    void slidesTheLifetimeOfRefreshTokens() {
        String token = issued().refreshToken();
        clock.turn(Duration.ofDays(29));
        String next = json(refresh(token)).path(REFRESH).asText();
        clock.turn(Duration.ofDays(29));
        String last = json(refresh(next)).path(REFRESH).asText();
        clock.turn(Duration.ofDays(30));

        refused(refresh(last), "invalid_grant");

        idp.settings(IdpSettings.builder().refreshSeconds(10).build());
        String brief = issued().refreshToken();
        clock.turn(Duration.ofSeconds(10));
        refused(refresh(brief), "invalid_grant");
    }

    @Test
    void givesTheScopesThatTheUserAllowedLast() {
        String old = issued().refreshToken();
        idp.issueTokens(idp.demoApp(), FakeSignIn.USERNAME, "profile");

        assertThat(json(refresh(old)).path("scope").asText()).isEqualTo("profile");
    }

    @Test
    void failsAsOftenAsTheScenarioSays() {
        String token = issued().refreshToken();
        simulator.scenario(Scenario.parse(
                "test",
                "{\"rules\":[{\"route\":\"POST /idp/token\",\"contains\":\"refresh_token\",\"times\":1,"
                        + "\"then\":{\"status\":502,\"html\":\"<h1>502</h1>\"}},"
                        + "{\"route\":\"POST /idp/token\",\"times\":1,\"then\":{\"delayMillis\":120}}]}"));

        HttpResponse<String> html = refresh(token);
        assertThat(html.statusCode()).isEqualTo(502);
        assertThat(html.body()).isEqualTo("<h1>502</h1>");
        long before = System.nanoTime();
        assertThat(refresh(token).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        assertThat(idp.tokenRequests("refresh_token")).isEqualTo(1);
    }

    @Test
    void hangsWhenTheScenarioSaysSo() {
        simulator.scenario(Scenario.of(
                Rule.always(Behaviour.normal().with(Setting.HANG, true)).onRoute("POST /idp/token")));
        HttpRequest.Builder request = formRequest("/idp/token", refreshGrant("x"));

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(request.timeout(Duration.ofMillis(200)).build(), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void losesTheAnswerAfterTheTokenWasRotated() {
        String token = issued().refreshToken();
        simulator.scenario(Scenario.of(Rule.always(Behaviour.breaking(Fault.TRUNCATED, 0))
                .onRoute("POST /idp/token")
                .times(1)));

        assertThatThrownBy(() -> refresh(token)).isInstanceOf(UncheckedIOException.class);

        assertThat(idp.refreshes()).isEqualTo(1);
        refused(refresh(token), "invalid_grant");
    }
}
