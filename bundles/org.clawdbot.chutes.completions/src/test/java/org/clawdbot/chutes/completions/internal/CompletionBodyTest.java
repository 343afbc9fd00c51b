package org.clawdbot.chutes.completions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.api.chat.SamplingOptions;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionBodyTest {

    private static final ModelInfo GLM = ModelInfo.builder(new ModelReference("chutes", "zai-org/GLM-4.7-Flash"))
            .build();

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

    @Test
    void leavesPatternsOutOfTheSchemaOfTheAnswerAndSaysSo() throws JsonException {
        ChatRequest chat = ChatRequest.builder()
                .user("hi")
                .tools(List.of(new ToolDefinition("t", "", "{\"pattern\":\"kept\"}")))
                .responseFormat(ResponseFormat.jsonSchema("answer", "{\"pattern\":\"^a$\",\"type\":\"string\"}"))
                .build();

        CompletionBody body = CompletionBody.of(request(chat, GLM), true);

        assertThat(new String(body.bytes(), UTF_8))
                .contains("\"schema\":{\"type\":\"string\"}")
                .contains("\"parameters\":{\"pattern\":\"kept\"}");
        assertThat(codes(body)).containsExactly("pattern-removed");
    }

    @ParameterizedTest
    @CsvSource({
        "zai-org/GLM-4.7-Flash,        'enable_thinking'",
        "zai-org/GLM-5.2-TEE,          'enable_thinking,reasoning_effort'",
        "Qwen/Qwen3-32B-TEE,           'enable_thinking'",
        "google/gemma-4-31B-turbo-TEE, 'enable_thinking'",
        "moonshotai/Kimi-K2.6-TEE,     'thinking'",
        "deepseek-ai/DeepSeek-V3.2-TEE,'thinking,enable_thinking'",
        "somebody/New-Model,           'thinking,enable_thinking'",
        "'Qwen/Qwen3-32B-TEE,moonshotai/Kimi-K2.6-TEE', 'thinking,enable_thinking'",
    })
    void tellsEachFamilyToThinkInItsOwnWords(String id, String keys) throws JsonException {
        ModelInfo model = ModelInfo.builder(new ModelReference("chutes", id)).build();

        Map<String, Object> on =
                options(ChatRequest.builder().user("hi").thinking(true).build(), model);
        Map<String, Object> off =
                options(ChatRequest.builder().user("hi").thinking(false).build(), model);

        assertThat(String.join(",", on.keySet())).isEqualTo(keys);
        assertThat(on.values()).allMatch(value -> value.equals(true) || value.equals("high"));
        assertThat(String.join(",", off.keySet())).isEqualTo(keys.replace(",reasoning_effort", ""));
        assertThat(off.values()).containsOnly(false);
    }

    @Test
    void theNameOfTheWeightsTellsTheFamilyOfAModelWithANameOfItsOwn() throws JsonException {
        ModelInfo model = ModelInfo.builder(new ModelReference("chutes", "team/coder"))
                .attributes(Map.of("root", "moonshotai/Kimi-K2.6"))
                .build();

        assertThat(options(ChatRequest.builder().user("hi").thinking(true).build(), model))
                .containsOnlyKeys("thinking");
    }

    @Test
    void saysWhenThinkingCannotBeSwitched() throws JsonException {
        ModelInfo always = ModelInfo.builder(new ModelReference("chutes", "Qwen/Qwen3-235B-A22B-Thinking-2507"))
                .build();
        ModelInfo never =
                ModelInfo.builder(GLM.reference()).features(Set.of("tools")).build();
        ChatRequest on = ChatRequest.builder().user("hi").thinking(true).build();
        ChatRequest off = on.toBuilder().thinking(false).build();

        assertThat(codes(CompletionBody.of(request(off, always), true))).containsExactly("thinking-always-on");
        assertThat(codes(CompletionBody.of(request(on, never), true))).containsExactly("thinking-unsupported");
        assertThat(codes(CompletionBody.of(request(on, always), true))).isEmpty();
        assertThat(codes(CompletionBody.of(request(off, never), true))).isEmpty();
        assertThat(body(request(off, never), true)).doesNotContainKey("chat_template_kwargs");
    }

    @Test
    void theCallersOptionsOfTheTemplateAreKeptAndWin() throws JsonException {
        ChatRequest.Builder chat = ChatRequest.builder().user("hi").thinking(true);
        ModelInfo glm52 = ModelInfo.builder(new ModelReference("chutes", "zai-org/GLM-5.2-TEE"))
                .build();

        assertThat(options(chat.extraBody("chat_template_kwargs", "{\"x\":1}").build(), GLM))
                .isEqualTo(Map.of("enable_thinking", true, "x", BigDecimal.ONE));
        assertThat(options(
                        chat.extraBody("chat_template_kwargs", "{\"reasoning_effort\":\"medium\"}")
                                .build(),
                        glm52))
                .isEqualTo(Map.of("enable_thinking", true, "reasoning_effort", "medium"));
        assertThat(options(
                        chat.extraBody("chat_template_kwargs", "{\"thinking\":false}")
                                .build(),
                        GLM))
                .isEqualTo(Map.of("thinking", false));
    }

    @Test
    void whatPassesThroughReplacesWhatTheRequestSaysButNotWhatTheReplyIsReadBy() throws JsonException {
        ChatRequest chat = ChatRequest.builder()
                .user("hi")
                .maxTokens(5)
                .sampling(SamplingOptions.ofTemperature(0.5))
                .extraBody("temperature", "0.9")
                .extraBody("max_tokens", "7")
                .extraBody("stream", "null")
                .extraBody("messages", "[]")
                .build();

        CompletionBody body = CompletionBody.of(request(chat, GLM), true);

        String text = new String(body.bytes(), UTF_8);
        assertThat(text.split("temperature", -1)).hasSize(2);
        assertThat(text).contains("\"temperature\":0.9", "\"max_tokens\":7", "\"stream\":true", "\"content\":\"hi\"");
        assertThat(codes(body)).containsExactly("member-ignored", "member-ignored");
    }

    @ParameterizedTest
    @CsvSource({
        // asked, window, most, sent
        "  1000,      ,      , 1000",
        "  1000,  40960,     , 1000",
        " 40960,  40960, 40960, 40935",
        " 40960,       ,  4096, 4096",
        " 99999, 131072, 65536, 65536",
        "    50,     20,      , ",
    })
    void lowersTheLimitToWhatTheWindowLeaves(int asked, Long window, Long most, BigDecimal sent) throws JsonException {
        ModelInfo model = ModelInfo.builder(GLM.reference())
                .contextWindow(window)
                .maxOutputTokens(most)
                .build();
        CompletionRequest request =
                request(ChatRequest.builder().user("hi").maxTokens(asked).build(), model);

        assertThat(body(request, true).get("max_tokens")).isEqualTo(sent);
        boolean lowered = sent != null && sent.intValue() < asked;
        assertThat(codes(CompletionBody.of(request, true)))
                .isEqualTo(lowered ? List.of("max-tokens-lowered") : List.of());
    }

    @Test
    void nothingIsSentThatTheGatewayOrAnEngineDoesNotTake() throws JsonException {
        ChatRequest chat =
                ChatRequest.builder().system("s").user("u").maxTokens(9).build();

        assertThat(new String(CompletionBody.of(request(chat, GLM), true).bytes(), UTF_8))
                .doesNotContain("store", "developer", "max_completion_tokens", "null");
    }

    @Test
    void anEmptyConversationIsRefusedBeforeItIsSent() {
        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> CompletionBody.of(request(ChatRequest.of(" "), GLM), true))
                .satisfies(e -> assertThat(e.code()).isEqualTo("empty-request"));
    }

    @Test
    void halfACharacterAnywhereIsStillARequest() throws JsonException {
        ChatRequest chat = ChatRequest.builder()
                .user("\ud83d")
                .tools(List.of(new ToolDefinition("t", "\ud83d", "{\"d\":\"\\ud83d\"}")))
                .sampling(new SamplingOptions(
                        null, null, null, null, null, null, null, null, List.of("\udc4b"), Map.of()))
                .extraBody("x\ud83d", "\"\\udc4b\"")
                .build();

        assertThat(body(chat, true)).containsEntry("x\ufffd", "\ufffd").containsEntry("stop", List.of("\ufffd"));
    }

    private static List<String> codes(CompletionBody body) {
        return body.notices().stream().map(ChatEvent.Notice::code).toList();
    }

    private static Map<String, Object> options(ChatRequest chat, ModelInfo model) throws JsonException {
        return Json.object(body(request(chat, model), true), "chat_template_kwargs")
                .orElseThrow();
    }

    private static Map<String, Object> body(ChatRequest chat, boolean stream) throws JsonException {
        return body(request(chat, GLM), stream);
    }

    private static Map<String, Object> body(CompletionRequest request, boolean stream) throws JsonException {
        return Json.object(Json.parse(CompletionBody.of(request, stream).bytes()))
                .orElseThrow();
    }

    private static CompletionRequest request(ChatRequest chat, ModelInfo model) {
        return new CompletionRequest(
                model, chat, new Credential("chutes", "chutes:test", "api-key", Secret.of("fake"), null), false);
    }
}
