package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.Test;

class CredentialsTest extends SimulatorFixture {

    private HttpResponse<String> chatAs(String authorization) {
        return send(request("/v1/chat/completions")
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(plain("hi"))));
    }

    private void refused(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(detail(response)).isEqualTo(detail);
    }

    @Test
    void acceptsAWellFormedKeyWithAndWithoutBearer() {
        assertThat(FakeKeys.GOOD).hasSize(102);
        assertThat(chatAs("Bearer " + FakeKeys.GOOD).statusCode()).isEqualTo(200);
        assertThat(chatAs(FakeKeys.OTHER).statusCode()).isEqualTo(200);
    }

    @Test
    void namesEachRefusalAsTheGatewayDoes() {
        refused(chatAs("Bearer " + FakeKeys.MALFORMED), 401, "Missing or invalid authorization header(s)");
        refused(chatAs("Bearer " + FakeKeys.REVOKED), 401, "Invalid token or user not found");
        refused(chatAs("Bearer " + FakeKeys.FOREIGN), 401, "Invalid token.");
        refused(chatAs("Bearer " + FakeKeys.accessToken(1)), 401, "Authentication required.");
    }

    @Test
    void ignoresAnApiKeyHeader() {
        HttpResponse<String> response = send(request("/v1/chat/completions")
                .header("X-API-Key", FakeKeys.GOOD)
                .POST(HttpRequest.BodyPublishers.ofString(plain("hi"))));

        refused(response, 401, "Authentication required.");
    }

    @Test
    void answersAnonymousRequestsWithHtmlWhenTheScenarioSaysSo() {
        simulator.scenario(Scenario.of(Rule.anonymousHtml429()));

        HttpResponse<String> anonymous =
                send(request("/v1/chat/completions").POST(HttpRequest.BodyPublishers.ofString(plain("hi"))));

        assertThat(anonymous.statusCode()).isEqualTo(429);
        assertThat(anonymous.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(anonymous.body()).contains("<h1>429");
        assertThat(chat(plain("hi")).statusCode()).isEqualTo(200);
    }

    @Test
    void acceptsARegisteredTokenForWhatItsScopesAllow() {
        String invoke = FakeKeys.accessToken(1);
        String profile = FakeKeys.accessToken(2);
        simulator.registerToken(invoke, "openid", "chutes:invoke");
        simulator.registerToken(profile, "profile");

        assertThat(chatAs("Bearer " + invoke).statusCode()).isEqualTo(200);
        refused(chatAs("Bearer " + profile), 403, "Token does not have permission for this resource");
        assertThat(me("Bearer " + profile).statusCode()).isEqualTo(200);
        refused(me("Bearer " + invoke), 403, "Token does not have permission for this resource");

        simulator.keys().revoke(invoke);
        refused(chatAs("Bearer " + invoke), 401, "Authentication required.");
    }

    @Test
    void acceptsOnlyTheRequiredKeysOnceThereAreSome() {
        simulator.keys().require(FakeKeys.OTHER);

        assertThat(chatAs("Bearer " + FakeKeys.OTHER).statusCode()).isEqualTo(200);
        refused(chatAs("Bearer " + FakeKeys.GOOD), 401, "Invalid token or user not found");
    }

    private HttpResponse<String> me(String authorization) {
        return send(request("/users/me").header("Authorization", authorization));
    }

    @Test
    void tellsWhoTheUserIs() {
        HttpResponse<String> response = me("Bearer " + FakeKeys.GOOD);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response.body()).path("username").asText()).isEqualTo("simulated-user");
        assertThat(json(response.body()).path("balance").isNumber()).isTrue();
        refused(me("Bearer " + FakeKeys.REVOKED), 401, "Invalid token or user not found");
        refused(me("Bearer " + FakeKeys.accessToken(9)), 401, "Can't find a user with that api key in our db :(");
        refused(send(request("/users/me")), 401, "Authentication required.");
    }

    @Test
    void answersPingAndRefusesUnknownRoutesAndMethods() {
        assertThat(send(request("/ping")).body()).isEqualTo("{\"message\":\"pong\"}");
        refused(send(request("/nowhere")), 404, "Not Found");
        refused(send(request("/ping").DELETE()), 405, "Method Not Allowed");
    }
}
