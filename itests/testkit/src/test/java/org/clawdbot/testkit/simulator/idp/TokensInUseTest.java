package org.clawdbot.testkit.simulator.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.junit.jupiter.api.Test;

class TokensInUseTest extends IdpFixture {

    private IssuedTokens alice(String... scopes) {
        return idp.issueTokens(idp.demoApp(), "alice", scopes);
    }

    private JsonNode introspect(String token) {
        return json(post("/idp/token/introspect", fields("token", token)));
    }

    private void refused(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(detail(response)).isEqualTo(detail);
    }

    @Test
    void openWhatTheirScopesSayAndForAsLongAsTheyLive() {
        String invoke = alice("openid", "chutes:invoke").accessToken();
        String profile = alice("profile").accessToken();

        assertThat(chatStatus(invoke)).isEqualTo(200);
        assertThat(chatStatus(profile)).isEqualTo(403);
        refused(get("/users/me", invoke), 403, "Token does not have permission for this resource");
        assertThat(json(get("/users/me", profile)).path("username").asText()).isEqualTo("alice");

        clock.turn(Duration.ofSeconds(3599));
        assertThat(chatStatus(invoke)).isEqualTo(200);
        clock.turn(Duration.ofSeconds(1));
        assertThat(chatStatus(invoke)).isEqualTo(401);
        refused(get("/users/me", profile), 401, "Can't find a user with that api key in our db :(");
    }

    @Test
    void expireEarlyOnDemand() {
        idp.settings(IdpSettings.builder().accessSeconds(0).build());
        assertThat(chatStatus(alice("chutes:invoke").accessToken())).isEqualTo(401);

        idp.settings(IdpSettings.normal());
        IssuedTokens tokens = alice("chutes:invoke");
        idp.expire(tokens.accessToken());
        assertThat(chatStatus(tokens.accessToken())).isEqualTo(401);
        assertThat(idp.isRevoked(tokens.accessToken())).isFalse();
        assertThat(refresh(tokens.refreshToken()).statusCode()).isEqualTo(200);
    }

    @Test
    void areRevokedOneByOne() {
        IssuedTokens tokens = alice("chutes:invoke");

        HttpResponse<String> response =
                post("/idp/token/revoke", fields("token", tokens.refreshToken(), "token_type_hint", "refresh_token"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"revoked\":true}");
        assertThat(idp.isRevoked(tokens.refreshToken())).isTrue();
        assertThat(json(refresh(tokens.refreshToken())).path("error").asText()).isEqualTo("invalid_grant");
        assertThat(idp.isRevoked(tokens.accessToken())).isFalse();
        assertThat(chatStatus(tokens.accessToken())).isEqualTo(200);
        idp.revoke(tokens.accessToken());
        assertThat(chatStatus(tokens.accessToken())).isEqualTo(401);
        assertThat(post("/idp/token/revoke", fields("token", "unknown")).body()).isEqualTo("{\"revoked\":true}");
        assertThat(post("/idp/token/revoke", Map.of()).statusCode()).isEqualTo(422);
    }

    @Test
    void canBeAskedAbout() {
        IssuedTokens tokens = alice("openid", "chutes:invoke");

        JsonNode access = introspect(tokens.accessToken());
        assertThat(access.path("active").asBoolean()).isTrue();
        assertThat(access.path("token_type").asText()).isEqualTo("access_token");
        assertThat(access.path("exp").asLong() - access.path("iat").asLong()).isEqualTo(3600);
        assertThat(access.path("iat").asLong()).isEqualTo(clock.instant().getEpochSecond());
        assertThat(access.path("scope").asText()).isEqualTo("openid chutes:invoke");
        assertThat(access.path("client_id").asText()).isEqualTo(FakeSignIn.CLIENT_ID);
        assertThat(access.path("username").asText()).isEqualTo("alice");
        assertThat(access.path("sub").asText()).isEqualTo(IdpUser.named("alice").id());
        assertThat(introspect(tokens.refreshToken()).path("token_type").asText())
                .isEqualTo("refresh_token");

        refresh(tokens.refreshToken());
        assertThat(introspect(tokens.refreshToken()).toString()).isEqualTo("{\"active\":false}");
        assertThat(introspect("unknown").toString()).isEqualTo("{\"active\":false}");
        HttpResponse<String> wrong = post(
                "/idp/token/introspect",
                fields("token", "x", "client_id", FakeSignIn.CLIENT_ID, "client_secret", "wrong"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo("{\"error\":\"invalid_client\"}");
    }

    @Test
    void tellWhoTheUserIs() {
        JsonNode user = json(get("/idp/userinfo", alice("openid").accessToken()));

        assertThat(user.path("sub").asText()).isEqualTo(IdpUser.named("alice").id());
        assertThat(user.path("username").asText()).isEqualTo("alice");
        assertThat(user.path("created_at").asText()).isEqualTo("2026-01-02T03:04:05.678901");
        assertThat(user).hasSize(3);
        refused(get("/idp/userinfo"), 401, "Missing or invalid authorization header");
        refused(get("/idp/userinfo", FakeKeys.GOOD), 401, "Invalid or expired token");
        refused(
                get("/idp/userinfo", alice("chutes:invoke").accessToken()),
                403,
                "Token does not have required scope (openid, profile, or account:read)");
    }

    @Test
    void stayOutOfTexts() {
        IssuedTokens tokens = alice("openid");

        assertThat(tokens.toString()).doesNotContain(tokens.accessToken(), tokens.refreshToken());
        assertThat(idp.demoApp().toString()).doesNotContain(FakeSignIn.CLIENT_SECRET);
    }
}
