package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest extends SimulatorFixture {

    private String stream(Behaviour behaviour) {
        return chat(behaviour, streaming("hi")).body();
    }

    @Test
    void endsWithAnErrorThatIsNoEvent() {
        String stream = stream(Behaviour.breaking(Fault.BARE_ERROR, 3).with(Setting.FAULT_MESSAGE, "boom"));

        assertThat(events(stream)).hasSize(3);
        assertThat(stream)
                .endsWith("\n\n{\"error\":\"Unhandled exception during response stream: boom\"}")
                .doesNotContain("[DONE]");
    }

    @Test
    void endsWithAnErrorEvent() {
        String stream = stream(Behaviour.breaking(Fault.DATA_ERROR, 3).with(Setting.FAULT_MESSAGE, "boom"));

        List<JsonNode> events = events(stream);
        assertThat(events).hasSize(4);
        assertThat(events.get(3)).isEqualTo(json("{\"error\":{\"message\":\"boom\",\"code\":500}}"));
        assertThat(stream).doesNotContain("[DONE]");
    }

    @Test
    void endsWithoutDone() throws Exception {
        simulator.chat(Behaviour.breaking(Fault.EOF, 3));

        RawExchange exchange = RawExchange.chat(simulator, streaming("hi"));

        assertThat(exchange.endsProperly()).isTrue();
        assertThat(events(exchange.text())).hasSize(3);
        assertThat(exchange.text()).doesNotContain("[DONE]", "\"finish_reason\":\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "plain"})
    void cutsTheConnectionInTheMiddle(String kind) throws Exception {
        simulator.chat(Behaviour.breaking(Fault.TRUNCATED, 3));

        RawExchange exchange = RawExchange.chat(simulator, kind.equals("plain") ? plain("hi") : streaming("hi"));

        assertThat(exchange.reset()).isFalse();
        assertThat(exchange.endsProperly()).isFalse();
        assertThat(exchange.text()).startsWith("HTTP/1.1 200");
        simulator.awaitOpenStreams(0, SOON);
        assertThat(simulator.disconnectedStreams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "plain"})
    void resetsTheConnectionInTheMiddle(String kind) throws Exception {
        simulator.chat(Behaviour.breaking(Fault.RESET, 3).with(Setting.CHUNK_DELAY_MILLIS, 20));

        RawExchange exchange = RawExchange.chat(simulator, kind.equals("plain") ? plain("hi") : streaming("hi"));

        assertThat(exchange.reset()).isTrue();
        simulator.awaitOpenStreams(0, SOON);
    }

    @Test
    void beginsASecondCompletionInTheSameBody() {
        String stream = stream(Behaviour.breaking(Fault.NEW_ID, 3).with(Setting.TEXT, "one two three"));

        List<JsonNode> events = events(stream);
        Set<String> ids = new LinkedHashSet<>();
        events.forEach(event -> ids.add(event.path("id").asText()));
        assertThat(ids).hasSize(2);
        assertThat(text(events)).isEqualTo("one two one two three");
        assertThat(events.get(3)
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("role")
                        .asText())
                .isEqualTo("assistant");
        assertThat(stream).endsWith("data: [DONE]\n\n");
    }

    @Test
    void turnsAFaultWithoutAStreamIntoAServerError() {
        assertThat(chat(Behaviour.breaking(Fault.BARE_ERROR, 3), plain("hi")).statusCode())
                .isEqualTo(500);
    }

    @Test
    void noticesThatTheClientLeftWhileNothingWasAnswered() throws Exception {
        simulator.chat(Behaviour.normal().with(Setting.HANG, true));

        Socket socket = RawExchange.open(simulator, streaming("hi"));
        simulator.awaitOpenStreams(1, SOON);
        socket.close();

        simulator.awaitDisconnectedStreams(1, SOON);
        assertThat(simulator.openStreams()).isZero();
    }

    @Test
    void noticesThatTheClientLeftInTheMiddle() throws Exception {
        simulator.chat(Behaviour.breaking(Fault.HANG, 3));

        try (Socket socket = RawExchange.open(simulator, streaming("hi"))) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(simulator.openStreams()).isOne();
        }

        simulator.awaitDisconnectedStreams(1, SOON);
        assertThat(simulator.openStreams()).isZero();
    }

    @Test
    void noticesThatTheClientLeftABusyStream() throws Exception {
        simulator.chat(Behaviour.normal()
                .with(Setting.CHUNK_COUNT, 1_000_000)
                .with(Setting.CHUNK_CHARS, 200)
                .with(Setting.CHUNK_DELAY_MILLIS, 0));

        try (Socket socket = RawExchange.open(simulator, streaming("hi"))) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        simulator.awaitDisconnectedStreams(1, SOON);
    }

    @Test
    void noticesThatTheClientLeftWhileWaitingForTheFirstToken() throws Exception {
        simulator.chat(Behaviour.normal().with(Setting.DELAY_MILLIS, 60_000));

        RawExchange.open(simulator, streaming("hi")).close();

        simulator.awaitDisconnectedStreams(1, SOON);
    }
}
