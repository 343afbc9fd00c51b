package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.api.chat.SamplingOptions;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.junit.jupiter.api.Test;

class CompletionBodyTest {

    @Test
    void saysNoMoreThanItWasAskedTo() throws JsonException {
        assertThat(body(ChatRequest.of("hi"), true))
                .isEqualTo(Map.of(
                        "model",
                        "zai-org/GLM-4.7-Flash",
                        "messages",
                        List.of(Map.of("role", "user", "content", "hi")),
                        "stream",
                        true));
    }

    @Test
    void streamIsAlwaysTrueOrFalseBecauseNullIsRefused() throws JsonException {
        assertThat(body(ChatRequest.of("hi"), false)).containsEntry("stream", false);
    }

    @Test
    void writesEveryKindOfMessage() throws JsonException {
        ChatRequest chat = ChatRequest.builder()
                .system("Be brief.")
                .message(new ChatMessage.UserMessage(List.of(
                        new ContentPart.Text("What is this?"),
                        new ContentPart.Image(URI.create("https://example.com/a.png")))))
                .message(new ChatMessage.AssistantMessage(
                        "", "thinking", List.of(new ToolCall("call_1", "look", "{\"x\":1}"))))
                .message(new ChatMessage.ToolMessage("call_1", "a cat"))
                .message(new ChatMessage.AssistantMessage("A cat.", null, List.of()))
                .build();

        List<Object> messages = Json.list(body(chat, true), "messages").orElseThrow();

        assertThat(messages.get(0)).isEqualTo(Map.of("role", "system", "content", "Be brief."));
        assertThat(messages.get(1))
                .isEqualTo(Map.of(
                        "role",
                        "user",
                        "content",
                        List.of(
                                Map.of("type", "text", "text", "What is this?"),
                                Map.of("type", "image_url", "image_url", Map.of("url", "https://example.com/a.png")))));
        Map<String, Object> assistant = Json.object(messages.get(2)).orElseThrow();
        assertThat(assistant).containsEntry("content", null);
        assertThat(assistant.get("tool_calls"))
                .isEqualTo(List.of(Map.of(
                        "id",
                        "call_1",
                        "type",
                        "function",
                        "function",
                        Map.of("name", "look", "arguments", "{\"x\":1}"))));
        assertThat(messages.get(3)).isEqualTo(Map.of("role", "tool", "tool_call_id", "call_1", "content", "a cat"));
        assertThat(messages.get(4)).isEqualTo(Map.of("role", "assistant", "content", "A cat."));
    }

    @Test
    void writesToolsAndHowToUseThem() throws JsonException {
        ToolDefinition tool = new ToolDefinition("look", "Looks", "{\"type\":\"object\"}");
        ChatRequest.Builder chat =
                ChatRequest.builder().user("hi").tools(List.of(tool)).parallelToolCalls(false);

        Map<String, Object> named = body(chat.toolChoice(ToolChoice.of("look")).build(), true);
        Map<String, Object> required = body(chat.toolChoice(ToolChoice.REQUIRED).build(), true);

        assertThat(named.get("tools"))
                .isEqualTo(List.of(Map.of(
                        "type",
                        "function",
                        "function",
                        Map.of("name", "look", "description", "Looks", "parameters", Map.of("type", "object")))));
        assertThat(named)
                .containsEntry("tool_choice", Map.of("type", "function", "function", Map.of("name", "look")))
                .containsEntry("parallel_tool_calls", false);
        assertThat(required).containsEntry("tool_choice", "required");
    }

    @Test
    void howToUseToolsIsLeftOutWhereThereAreNone() throws JsonException {
        ChatRequest chat = ChatRequest.builder()
                .user("hi")
                .toolChoice(ToolChoice.AUTO)
                .parallelToolCalls(true)
                .build();

        assertThat(body(chat, true)).doesNotContainKeys("tools", "tool_choice", "parallel_tool_calls");
    }

    @Test
    void writesEverySamplingOption() throws JsonException {
        ChatRequest chat = ChatRequest.builder()
                .user("hi")
                .maxTokens(64)
                .sampling(new SamplingOptions(
                        0.5, 0.9, 40, 0.1, 0.2, 0.3, 1.1, 42L, List.of("END"), Map.of("50256", -100.0)))
                .build();

        assertThat(body(chat, true))
                .containsEntry("max_tokens", new BigDecimal(64))
                .containsEntry("temperature", new BigDecimal("0.5"))
                .containsEntry("top_p", new BigDecimal("0.9"))
                .containsEntry("top_k", new BigDecimal(40))
                .containsEntry("min_p", new BigDecimal("0.1"))
                .containsEntry("frequency_penalty", new BigDecimal("0.2"))
                .containsEntry("presence_penalty", new BigDecimal("0.3"))
                .containsEntry("repetition_penalty", new BigDecimal("1.1"))
                .containsEntry("seed", new BigDecimal(42))
                .containsEntry("stop", List.of("END"))
                .containsEntry("logit_bias", Map.of("50256", new BigDecimal("-100.0")));
    }

    @Test
    void writesTheFormOfTheAnswerThinkingAndWhatPassesThrough() throws JsonException {
        ChatRequest chat = ChatRequest.builder()
                .user("hi")
                .responseFormat(ResponseFormat.jsonSchema("answer", "{\"type\":\"object\"}"))
                .thinking(false)
                .extraBody("ignore_eos", "true")
                .build();

        assertThat(body(chat, true))
                .containsEntry(
                        "response_format",
                        Map.of(
                                "type",
                                "json_schema",
                                "json_schema",
                                Map.of("name", "answer", "schema", Map.of("type", "object"))))
                .containsEntry("chat_template_kwargs", Map.of("enable_thinking", false))
                .containsEntry("ignore_eos", true);
    }

    private static Map<String, Object> body(ChatRequest chat, boolean stream) throws JsonException {
        CompletionRequest request = new CompletionRequest(
                ModelInfo.builder(new ModelReference("chutes", "zai-org/GLM-4.7-Flash"))
                        .build(),
                chat,
                new Credential("chutes", "chutes:test", "api-key", Secret.of("fake"), null),
                false);
        return Json.object(Json.parse(CompletionBody.of(request, stream).bytes()))
                .orElseThrow();
    }
}
