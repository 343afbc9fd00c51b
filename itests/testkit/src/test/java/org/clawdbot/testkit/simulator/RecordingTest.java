package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.junit.jupiter.api.Test;

class RecordingTest extends SimulatorFixture {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    @Override
    ChutesSimulator.Builder configure(ChutesSimulator.Builder options) {
        return options.clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .routes(routes -> routes.on(
                        "GET",
                        "/things/{id}/parts",
                        exchange -> exchange.json(
                                200,
                                Json.object()
                                        .put("id", exchange.pathValue("id"))
                                        .put("page", exchange.queryValue("page").orElse("none")))));
    }

    @Test
    void keepsWhatArrived() {
        send(request("/v1/models?or=true").header("X-Twice", "a").header("X-Twice", "b"));
        chat(plain("grüß dich"));

        RecordedRequest first = simulator.awaitRequests(2, SOON).get(0);
        RecordedRequest second = simulator.requests("/v1/chat/completions").get(0);
        assertThat(first.method()).isEqualTo("GET");
        assertThat(first.path()).isEqualTo("/v1/models");
        assertThat(first.query()).isEqualTo("or=true");
        assertThat(first.headers().get("x-twice")).containsExactly("a", "b");
        assertThat(first.arrived()).isEqualTo(NOW);
        assertThat(second.header("authorization")).hasValue("Bearer " + FakeKeys.GOOD);
        assertThat(second.json().path("messages").path(0).path("content").asText())
                .isEqualTo("grüß dich");
    }

    @Test
    void forgetsTheOldestWhenItIsToRememberFew() {
        try (ChutesSimulator forgetful =
                ChutesSimulator.builder().rememberedRequests(2).start()) {
            for (String page : List.of("1", "2", "3")) {
                send(HttpRequest.newBuilder(forgetful.baseUrl().resolve("/v1/models?page=" + page)));
            }

            assertThat(forgetful.requests()).extracting(RecordedRequest::query).containsExactly("page=2", "page=3");
        }
    }

    @Test
    void printsNeitherCredentialNorBody() {
        chat(plain("my secret plan"));

        assertThat(simulator.requests().toString())
                .contains("POST /v1/chat/completions", "redacted")
                .doesNotContain("cpk_", "secret");
    }

    @Test
    void saysWhatCameWhenWaitingTooLong() {
        send(request("/ping"));

        assertThatThrownBy(() -> simulator.awaitRequests(2, Duration.ofMillis(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GET /ping");
        simulator.clearRequests();
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void servesRouteGroupsAddedByOthers() {
        assertThat(send(request("/things/%2A%20x/parts?page=2")).body()).isEqualTo("{\"id\":\"* x\",\"page\":\"2\"}");
        assertThat(send(request("/things/me/parts")).body()).isEqualTo("{\"id\":\"me\",\"page\":\"none\"}");
    }
}
