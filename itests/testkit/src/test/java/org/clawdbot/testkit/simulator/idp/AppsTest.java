package org.clawdbot.testkit.simulator.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.junit.jupiter.api.Test;

class AppsTest extends IdpFixture {

    private HttpResponse<String> register(String body) {
        return send(ownerRequest("/idp/apps")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String app(String name, String more) {
        return "{\"name\":\"" + name + "\",\"redirect_uris\":[\"http://127.0.0.1:1/back\"]" + more + "}";
    }

    @Test
    void registersAnAppThatUsersCanSignInTo() {
        HttpResponse<String> response = register(app("My host", ",\"refresh_token_lifetime_days\":7"));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode app = json(response);
        assertThat(app.path("client_id").asText()).matches("cid_[a-z0-9]{24}");
        assertThat(app.path("client_secret").asText()).matches("csc_[A-Za-z0-9]{48}");
        assertThat(app.path("refresh_token_lifetime_days").asInt()).isEqualTo(7);
        assertThat(app.path("redirect_uris").path(0).asText()).isEqualTo("http://127.0.0.1:1/back");
        assertThat(app.path("public").asBoolean()).isTrue();
        String code = code(with(
                authorizeFields(),
                "client_id",
                app.path("client_id").asText(),
                "redirect_uri",
                "http://127.0.0.1:1/back"));
        assertThat(token(with(
                                codeGrant(code),
                                "redirect_uri",
                                "http://127.0.0.1:1/back",
                                "client_id",
                                app.path("client_id").asText(),
                                "client_secret",
                                app.path("client_secret").asText()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatTheServerRefuses() {
        assertThat(register(app("Twice", "")).statusCode()).isEqualTo(200);
        HttpResponse<String> twice = register(app("twice", ""));
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(detail(twice)).isEqualTo("An application with this name already exists");
        assertThat(register(app("Mighty", ",\"allowed_scopes\":[\"admin\"]")).statusCode())
                .isEqualTo(403);
        for (String wrong : List.of(
                app("xx", ""),
                app("a/b/c", ""),
                app("Long life", ",\"refresh_token_lifetime_days\":31"),
                "{\"name\":\"No address\"}",
                "{\"name\":\"Odd address\",\"redirect_uris\":[\"app://x\"]}",
                "nonsense")) {
            assertThat(register(wrong).statusCode()).as(wrong).isEqualTo(422);
        }
    }

    @Test
    void needsAnApiKey() {
        assertThat(get("/idp/apps").statusCode()).isEqualTo(401);
        assertThat(get("/idp/apps", FakeKeys.REVOKED).statusCode()).isEqualTo(401);
        String token = idp.issueTokens(idp.demoApp(), "alice", "account:read").accessToken();
        assertThat(get("/idp/apps", token).statusCode()).isEqualTo(403);
    }

    @Test
    void listsAppsWithoutTheirSecrets() {
        register(app("Hidden host", ",\"public\":false"));

        JsonNode all = json(get("/idp/apps", FakeKeys.GOOD));
        assertThat(all.path("total").asInt()).isEqualTo(2);
        assertThat(all.toString()).doesNotContain("client_secret", "csc_");
        assertThat(json(get("/idp/apps?search=hidden", FakeKeys.GOOD)).path("items"))
                .hasSize(1);
        JsonNode second = json(get("/idp/apps?page=1&limit=1", FakeKeys.GOOD));
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("page").asInt()).isEqualTo(1);
        assertThat(get("/idp/apps?page=x", FakeKeys.GOOD).statusCode()).isEqualTo(422);

        String stranger = idp.issueTokens(idp.demoApp(), "alice", "admin").accessToken();
        assertThat(json(get("/idp/apps", stranger)).path("total").asInt()).isEqualTo(1);
        assertThat(json(get("/idp/apps?include_public=false", stranger))
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(json(get("/idp/apps/" + FakeSignIn.CLIENT_ID, FakeKeys.GOOD))
                        .path("name")
                        .asText())
                .isEqualTo("Simulated agent host");
        assertThat(get("/idp/apps/" + FakeSignIn.CLIENT_ID, stranger).statusCode())
                .isEqualTo(404);
    }

    @Test
    void endsAnAuthorizationWithAllItsTokens() {
        IssuedTokens tokens = idp.issueTokens(idp.demoApp(), FakeSignIn.USERNAME, "profile", "chutes:invoke");
        JsonNode item =
                json(get("/idp/authorizations", FakeKeys.GOOD)).path("items").path(0);
        assertThat(item.path("app_name").asText()).isEqualTo("Simulated agent host");
        assertThat(item.path("scopes")).hasSize(2);
        assertThat(item.path("revoked").asBoolean()).isFalse();
        String path = "/idp/authorizations/" + item.path("app_id").asText();

        HttpResponse<String> ended = send(ownerRequest(path).DELETE());

        assertThat(json(ended).path("revoked").asBoolean()).isTrue();
        assertThat(chatStatus(tokens.accessToken())).isEqualTo(401);
        assertThat(json(refresh(tokens.refreshToken())).path("error").asText()).isEqualTo("invalid_grant");
        assertThat(idp.isRevoked(tokens.accessToken())).isTrue();
        assertThat(json(get("/idp/authorizations", FakeKeys.GOOD)).path("items"))
                .isEmpty();
        HttpResponse<String> again = send(ownerRequest(path).DELETE());
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(detail(again)).isEqualTo("Authorization not found");

        IssuedTokens next = idp.issueTokens(idp.demoApp(), FakeSignIn.USERNAME, "chutes:invoke");
        assertThat(chatStatus(next.accessToken())).isEqualTo(200);
        assertThat(chatStatus(tokens.accessToken())).isEqualTo(401);
    }

    @Test
    void publishesItsEndpointsAndScopes() {
        JsonNode discovery = json(get("/.well-known/openid-configuration"));

        assertThat(discovery.path("issuer").asText())
                .isEqualTo(simulator.accountUrl().toString());
        assertThat(discovery.path("token_endpoint").asText()).isEqualTo(simulator.accountUrl() + "/idp/token");
        assertThat(discovery.has("jwks_uri")).isFalse();
        assertThat(discovery.path("scopes_supported")).hasSize(22);
        JsonNode scopes = json(get("/idp/scopes")).path("scopes");
        assertThat(scopes).hasSize(22);
        assertThat(scopes.path("chutes:invoke").asText()).isEqualTo("Invoke/run chutes");
        assertThat(scopes.has("openid")).isFalse();
    }

    @Test
    void knowsOnlyItsOwnApps() {
        RegisteredApp foreign = new RegisteredApp("id", "Foreign", "cid_foreign", "csc_foreign", List.of());

        assertThatThrownBy(() -> idp.issueTokens(foreign, "alice"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cid_foreign");
    }
}
