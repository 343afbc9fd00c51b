package org.clawdbot.testkit.simulator.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignInPagesTest extends IdpFixture {

    private static final String COOKIE = "chutes-session-token";

    private void errorPage(HttpResponse<String> response, String... texts) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(response.headers().firstValue("Location")).isEmpty();
        assertThat(response.body()).contains(texts);
    }

    private HttpResponse<String> login(String fingerprint) {
        return post("/idp/login", with(authorizeFields(), "auth_method", "fingerprint", "fingerprint", fingerprint));
    }

    private HttpResponse<String> decide(String consentPage, String action) {
        return post(consentPage, fields("action", action));
    }

    @Test
    void answersFaultyRequestsWithAPageAndNeverRedirects() {
        Map<String, String> good = authorizeFields();

        errorPage(authorize(with(good, "response_type", "token")), "unsupported_response_type");
        errorPage(authorize(with(good, "client_id", "cid_nobody")), "invalid_client", "Unknown client_id");
        errorPage(authorize(with(good, "redirect_uri", FakeSignIn.REDIRECT_URI + "/")), "invalid_redirect_uri");
        errorPage(
                authorize(with(good, "redirect_uri", "http://localhost:1456/oauth-callback")), "invalid_redirect_uri");
        errorPage(
                authorize(with(good, "code_challenge_method", "plain")),
                "invalid_request",
                "Only S256 code_challenge_method is supported");
        errorPage(authorize(with(good, "code_challenge_method", "")), "invalid_request");
    }

    @Test
    void namesMissingParametersInJson() {
        HttpResponse<String> response = get("/idp/authorize?response_type=code");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).path("detail").findValuesAsText("type")).containsExactly("missing", "missing");
        assertThat(json(response).path("detail").path(0).path("loc").path(1).asText())
                .isEqualTo("client_id");
    }

    @Test
    void acceptsPlainChallengesWhenSwitchedOn() {
        idp.settings(IdpSettings.builder().allowPlainPkce(true).build());
        Map<String, String> plain =
                with(authorizeFields(), "code_challenge", VERIFIER, "code_challenge_method", "plain");

        assertThat(authorize(plain).statusCode()).isEqualTo(200);
        assertThat(token(codeGrant(code(plain))).statusCode()).isEqualTo(200);
        assertThat(token(with(codeGrant(code(plain)), "code_verifier", "other")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void leadsFromSignInOverConsentToTheAppWithACode() {
        HttpResponse<String> page = authorize(authorizeFields());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body())
                .contains(
                        "action=\"/idp/login\"", "id=\"fingerprint\"", "value=\"st&amp;te/1\"", "Simulated agent host");

        HttpResponse<String> signedIn = login(FakeSignIn.FINGERPRINT);
        assertThat(signedIn.statusCode()).isEqualTo(302);
        assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith(COOKIE + "=")
                .contains("HttpOnly", "SameSite=Lax", "Max-Age=604800");
        assertThat(location(signedIn)).matches("/idp/authorize/consent\\?session_id=[0-9a-f-]{36}");

        HttpResponse<String> consent = get(location(signedIn));
        assertThat(consent.body())
                .contains("id=\"allow\"", "id=\"deny\"", "chutes:invoke", "Invoke/run chutes", "simulated-user");

        HttpResponse<String> allowed = decide(location(signedIn), "allow");
        assertThat(allowed.statusCode()).isEqualTo(302);
        assertThat(location(allowed)).startsWith(FakeSignIn.REDIRECT_URI + "?code=");
        assertThat(redirectFields(allowed).get("code")).matches("[A-Za-z0-9]{64}");
        assertThat(redirectFields(allowed)).containsEntry("state", "st&te/1");
    }

    @Test
    void showsTheSignInPageAgainAfterAWrongFingerprint() {
        HttpResponse<String> wrong = login("<wrong>");

        assertThat(wrong.statusCode()).isEqualTo(200);
        assertThat(wrong.body())
                .contains("Invalid fingerprint", "id=\"fingerprint\"")
                .doesNotContain("<wrong>");
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(login("").body()).contains("Please enter your fingerprint");
        assertThat(post("/idp/login", with(authorizeFields(), "auth_method", "hotkey"))
                        .body())
                .contains("knows no hotkeys");
        errorPage(post("/idp/login", with(authorizeFields(), "auth_method", "magic")), "invalid_request");
        errorPage(
                post("/idp/login", with(authorizeFields(), "auth_method", "fingerprint", "client_id", "cid_x")),
                "invalid_client");
        assertThat(post("/idp/login", fields("fingerprint", "x")).statusCode()).isEqualTo(422);
    }

    @Test
    void goesStraightToConsentWithACookieThatIsNotTooOld() {
        String cookie = login(FakeSignIn.FINGERPRINT)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];
        HttpRequest.Builder again =
                request("/idp/authorize?" + encoded(authorizeFields())).header("Cookie", "theme=dark; " + cookie);

        assertThat(location(send(again))).startsWith("/idp/authorize/consent?session_id=");
        clock.turn(Duration.ofDays(7));
        assertThat(send(again).statusCode()).isEqualTo(200);
    }

    @Test
    void takesADecisionOnceAndForTenMinutesOnly() {
        String first = location(login(FakeSignIn.FINGERPRINT));
        assertThat(decide(first, "whatever").statusCode()).isEqualTo(302);
        errorPage(decide(first, "allow"), "Session expired. Please try again.");
        errorPage(get(first), "Session expired. Please try again.");

        String second = location(login(FakeSignIn.FINGERPRINT));
        clock.turn(Duration.ofMinutes(10));
        errorPage(decide(second, "allow"), "Session expired. Please try again.");
        assertThat(get("/idp/authorize/consent").statusCode()).isEqualTo(422);
        assertThat(post("/idp/authorize/consent?session_id=x", Map.of()).statusCode())
                .isEqualTo(422);
    }

    @Test
    void tellsTheAppThatTheUserDenied() {
        HttpResponse<String> denied = decide(location(login(FakeSignIn.FINGERPRINT)), "deny");

        assertThat(location(denied))
                .isEqualTo(FakeSignIn.REDIRECT_URI
                        + "?error=access_denied&error_description=User+denied+the+request&state=st%26te%2F1");

        idp.settings(IdpSettings.builder().deny(true).build());
        HttpResponse<String> switched = decide(location(login(FakeSignIn.FINGERPRINT)), "allow");
        assertThat(redirectFields(switched)).containsEntry("error", "access_denied");
    }

    @Test
    void refusesScopesOnlyAfterConsent() {
        idp.settings(IdpSettings.builder().autoApprove(true).build());

        assertThat(redirectFields(authorize(with(authorizeFields(), "scope", "openid chutes:x:invoke"))))
                .containsEntry("error", "invalid_scope")
                .containsEntry("error_description", "Unknown scope: chutes:x:invoke")
                .containsEntry("state", "st&te/1");
        assertThat(redirectFields(authorize(with(authorizeFields(), "scope", "billing:read"))))
                .containsEntry("error_description", "Scope 'billing:read' requires explicit app registration");

        idp.settings(idp.settings().toBuilder().invalidScope(true).build());
        assertThat(redirectFields(authorize(authorizeFields())))
                .containsEntry("error_description", "Unknown scope: openid");
    }

    @Test
    void approvesWithoutAnyPageWhenSwitchedOn() {
        idp.settings(IdpSettings.builder().autoApprove(true).build());

        HttpResponse<String> redirect = authorize(with(authorizeFields(), "state", ""));

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirectFields(redirect)).containsOnlyKeys("code");
        idp.settings(idp.settings().toBuilder().deny(true).build());
        assertThat(redirectFields(authorize(authorizeFields()))).containsEntry("error", "access_denied");
    }

    @Test
    void appendsNaivelyToARedirectAddressThatHasAQuery() {
        RegisteredApp app = idp.registerApp("Odd", "http://127.0.0.1:9/back?x=1");
        idp.settings(IdpSettings.builder().autoApprove(true).build());

        assertThat(location(authorize(with(
                        authorizeFields(),
                        "client_id",
                        app.clientId(),
                        "redirect_uri",
                        "http://127.0.0.1:9/back?x=1"))))
                .startsWith("http://127.0.0.1:9/back?x=1?code=");
    }
}
