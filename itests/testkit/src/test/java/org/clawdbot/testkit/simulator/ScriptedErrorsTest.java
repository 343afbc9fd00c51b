package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;

class ScriptedErrorsTest extends SimulatorFixture {

    @Test
    void refusesSomeCallsAndThenAnswers() {
        simulator.scenario(Scenario.of(Rule.always(Behaviour.atCapacity().withHeader("Retry-After", "1"))
                .onRoute("POST /v1/chat/completions")
                .times(2)));

        HttpResponse<String> first = chat(plain("hi"));
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(detail(first)).isEqualTo("Infrastructure is at maximum capacity, try again later");
        assertThat(first.headers().map()).doesNotContainKey("x-chutes-quota-total");
        assertThat(chat(plain("hi")).statusCode()).isEqualTo(429);
        assertThat(chat(plain("hi")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesTheNthCallOnly() {
        simulator.scenario(Scenario.of(Rule.always(Behaviour.error(500, "once")).onCall(2)));

        assertThat(chat(plain("hi")).statusCode()).isEqualTo(200);
        assertThat(chat(plain("hi")).statusCode()).isEqualTo(500);
        assertThat(chat(plain("hi")).statusCode()).isEqualTo(200);
    }

    @Test
    void fillsInTheChuteOfAColdModel() {
        assertThat(detail(chat(Behaviour.coldModel(), plain("hi"))))
                .matches("No instances available \\(yet\\) for chute_id='[0-9a-f-]{36}'");
    }

    @Test
    void sendsObjectsHtmlRawAndEmptyBodies() {
        HttpResponse<String> object = chat(
                Behaviour.error(402, json("{\"message\":\"Quota exceeded\",\"quota_reset_timestamp\":\"later\"}")),
                plain("hi"));
        assertThat(json(object.body()).path("detail").path("message").asText()).isEqualTo("Quota exceeded");

        HttpResponse<String> html = chat(Behaviour.html(504, "<h1>504</h1>"), plain("hi"));
        assertThat(html.body()).isEqualTo("<h1>504</h1>");
        assertThat(html.headers().firstValue("Content-Type")).hasValue("text/html");

        HttpResponse<String> empty = chat(Behaviour.empty(502), plain("hi"));
        assertThat(empty.statusCode()).isEqualTo(502);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.headers().map()).doesNotContainKey("content-type");

        Behaviour raw = Behaviour.empty(500).with(Setting.BODY, "oops").with(Setting.CONTENT_TYPE, "text/x-oops");
        assertThat(chat(raw, plain("hi")).headers().firstValue("Content-Type")).hasValue("text/x-oops");
    }

    @Test
    void concernsOnlyTheRequestsThatFit() {
        simulator.scenario(Scenario.of(
                Rule.always(Behaviour.error(503, "models")).onRoute("/v1/models"),
                Rule.always(Behaviour.error(500, "tee")).onModel("*-TEE").onText("please fail")));

        assertThat(send(request("/v1/models")).statusCode()).isEqualTo(503);
        assertThat(chat(plain("please fail")).statusCode()).isEqualTo(500);
        assertThat(chat(plain("please do")).statusCode()).isEqualTo(200);
        assertThat(chat(body(MODEL, "please fail", "")).statusCode()).isEqualTo(200);
        assertThat(send(request("/ping")).statusCode()).isEqualTo(200);
    }

    @Test
    void comesBeforeSignInOnlyAtTheIngress() {
        HttpRequest.Builder anonymous =
                request("/v1/chat/completions").POST(HttpRequest.BodyPublishers.ofString(plain("hi")));
        Rule rule = Rule.always(Behaviour.error(503, "scripted"));

        simulator.scenario(Scenario.of(rule));
        assertThat(send(anonymous).statusCode()).isEqualTo(401);
        simulator.scenario(Scenario.of(rule.atIngress()));
        assertThat(send(anonymous).statusCode()).isEqualTo(503);
    }

    @Test
    void waitsBeforeTheHeaders() {
        long before = System.nanoTime();
        HttpResponse<String> response =
                chat(Behaviour.normal().withDelays(Duration.ofMillis(150), Duration.ZERO), streaming("hi"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void usesTheDefaultsOfTheScenarioWhereARuleSaysNothing() {
        simulator.scenario(Scenario.parse(
                "test",
                "{\"defaults\":{\"text\":\"from defaults\",\"answerModel\":\"x/y\"},"
                        + "\"rules\":[{\"nth\":1,\"then\":{\"text\":\"from rule\"}}]}"));

        assertThat(chat(plain("hi")).body()).contains("from rule", "x/y");
        assertThat(chat(plain("hi")).body()).contains("from defaults", "x/y");
    }
}
