package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The scripted server, a transport to it, and what the contracts of this package have in common; each of them says what
 * every transport of completions to Chutes promises on one subject.
 */
@Timeout(30)
public abstract class CompletionsTransportContract {

    protected static final ToolDefinition TIME = new ToolDefinition(
            "current_time",
            "Tells the time",
            "{\"type\":\"object\",\"properties\":{\"zone\":{\"type\":\"string\"}},\"required\":[\"zone\"]}");

    static final String TEXT = "Grüße aus Zürich — 你好, 🌍! \"quoted\" \\ and\nnew lines.";

    /** The scripted server, new for each test. */
    protected ChutesSimulator chutes;

    CompletionsTransport transport;

    /**
     * Makes the transport under test.
     *
     * @param server where it sends to
     * @param idle how long a reply may pause
     * @return the transport
     */
    protected abstract CompletionsTransport transport(ChutesSimulator server, Duration idle);

    @BeforeEach
    void start() throws Exception {
        chutes = ChutesSimulator.builder().revokedKey(FakeKeys.REVOKED).start();
        transport = transport(chutes, Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        chutes.close();
    }

    /** Asks for the reply in one piece and as a stream, and shows that it is the same. */
    ChatResult bothWays(CompletionRequest request) {
        List<ChatEvent> events = events(request);
        ChatResult streamed = result(events);
        ChatResult whole = transport.complete(request);

        assertThat(whole.toBuilder().invocationId(null).limits(null).build())
                .isEqualTo(streamed.toBuilder().invocationId(null).limits(null).build());
        assertThat(text(events)).isEqualTo(streamed.text());
        assertThat(events.stream().filter(ChatEvent.Notice.class::isInstance).toList())
                .isEqualTo(streamed.notices());
        return streamed;
    }

    /**
     * Makes a request to the default model.
     *
     * @param text what the user says
     * @return the request
     */
    protected static CompletionRequest request(String text) {
        return request(ChatRequest.of(text), FakeKeys.GOOD, false);
    }

    /**
     * Makes a request to the default model.
     *
     * @param chat what to ask
     * @param key the key to send
     * @param teeOnly whether a trusted execution environment is demanded
     * @return the request
     */
    protected static CompletionRequest request(ChatRequest chat, String key, boolean teeOnly) {
        return new CompletionRequest(
                ModelInfo.builder(new ModelReference("chutes", "zai-org/GLM-4.7-Flash"))
                        .build(),
                chat,
                new Credential("chutes", "chutes:test", "api-key", Secret.of(key), null),
                teeOnly);
    }

    static CompletionRequest request(String model, String text) {
        return new CompletionRequest(
                ModelInfo.builder(new ModelReference("chutes", model)).build(),
                ChatRequest.of(text),
                new Credential("chutes", "chutes:test", "api-key", Secret.of(FakeKeys.GOOD), null),
                false);
    }

    static CompletionRequest toolRequest() {
        return request(ChatRequest.builder().user("times?").tools(List.of(TIME)).build(), FakeKeys.GOOD, false);
    }

    List<ChatEvent> events(CompletionRequest request) {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = transport.stream(request)) {
            stream.forEach(events::add);
        }
        return events;
    }

    static ChatResult result(List<ChatEvent> events) {
        return ((ChatEvent.Completed) events.get(events.size() - 1)).result();
    }

    static String text(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.TextDelta.class::isInstance)
                .map(event -> ((ChatEvent.TextDelta) event).text())
                .collect(Collectors.joining());
    }

    static String key(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
