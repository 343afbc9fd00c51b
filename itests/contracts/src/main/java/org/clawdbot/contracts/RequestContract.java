package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transport sends, so that Chutes accepts it, and what it tells the user about that. */
public abstract class RequestContract extends CompletionsTransportContract {

    @Test
    void aConversationThatIsNotValidIsMadeSoAndThatIsSaid() {
        ChatRequest chat = ChatRequest.builder()
                .message(new ChatMessage.ToolMessage("lost", "a result without a call"))
                .user("half a \ud83d character")
                .message(new ChatMessage.AssistantMessage(
                        "", null, List.of(new ToolCall("a", "current_time", "not JSON"))))
                .message(new ChatMessage.AssistantMessage("", null, List.of()))
                .user("go on")
                .build();

        ChatResult reply = bothWays(request(chat, FakeKeys.GOOD, false));

        assertThat(reply.notices()).extracting(ChatEvent.Notice::code).containsExactly("history-repaired");
        assertThat(chutes.requests("/v1/chat/completions").get(0).body())
                .contains("half a \ufffd character", "\"tool_call_id\":\"a\"")
                .doesNotContain("a result without a call");
    }

    @Test
    void aSchemaWithPatternsIsAnsweredAndWhatWasLeftOutIsSaidFirst() {
        ChatRequest chat = ChatRequest.builder()
                .user("hi")
                .responseFormat(
                        ResponseFormat.jsonSchema(
                                "answer",
                                "{\"type\":\"object\",\"properties\":{\"pattern\":{\"type\":\"string\",\"pattern\":\"^a+$\"}}}"))
                .build();

        List<ChatEvent> events = events(request(chat, FakeKeys.GOOD, false));

        assertThat(events.get(1)).isInstanceOfSatisfying(ChatEvent.Notice.class, notice -> assertThat(notice.code())
                .isEqualTo("pattern-removed"));
        assertThat(bothWays(request(chat, FakeKeys.GOOD, false)).text()).contains("\"pattern\"");
    }

    @Test
    void aLimitAsLargeAsTheWindowIsAccepted() {
        ModelInfo model = ModelInfo.builder(new ModelReference("chutes", "Qwen/Qwen3-32B-TEE"))
                .contextWindow(40960L)
                .maxOutputTokens(40960L)
                .build();
        ChatRequest chat =
                ChatRequest.builder().user("hi ".repeat(5_000)).maxTokens(40960).build();

        ChatResult reply = bothWays(new CompletionRequest(
                model,
                chat,
                new Credential("chutes", "chutes:test", "api-key", Secret.of(FakeKeys.GOOD), null),
                false));

        assertThat(reply.notices()).extracting(ChatEvent.Notice::code).containsExactly("max-tokens-lowered");
    }

    @Test
    void streamIsNeverSentAsNullWhateverTheCallerAsks() {
        ChatRequest chat =
                ChatRequest.builder().user("hi").extraBody("stream", "null").build();

        ChatResult reply = bothWays(request(chat, FakeKeys.GOOD, false));

        assertThat(reply.notices()).extracting(ChatEvent.Notice::code).containsExactly("member-ignored");
        assertThat(chutes.requests("/v1/chat/completions"))
                .extracting(RecordedRequest::body)
                .satisfiesExactly(body -> assertThat(body).contains("\"stream\":true"), body -> assertThat(body)
                        .contains("\"stream\":false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"guided_json", "structured_outputs", "response_format"})
    void aPatternThatTheCallerAddedByHandIsSentAndItsRefusalExplained(String member) {
        ChatRequest chat = ChatRequest.builder()
                .user("hi")
                .extraBody(member, "{\"type\":\"string\",\"pattern\":\"^a+$\"}")
                .build();

        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> transport.stream(request(chat, FakeKeys.GOOD, false)))
                .withMessageContaining("leave them out")
                .satisfies(e -> assertThat(e.code()).isEqualTo("regex-refused"));
    }
}
