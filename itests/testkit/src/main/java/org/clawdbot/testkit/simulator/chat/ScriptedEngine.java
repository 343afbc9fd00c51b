package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;

/**
 * Stands in for a model: the same request gets the same words. It echoes the user, calls a tool the user's words name,
 * and quotes tool results.
 */
public final class ScriptedEngine {

    private static final int QUOTED_CHARS = 600;

    private final Clock clock;
    private final AtomicLong count = new AtomicLong();

    /**
     * Makes one.
     *
     * @param clock for {@code created}
     */
    public ScriptedEngine(Clock clock) {
        this.clock = clock;
    }

    /** 32 hexadecimal digits, another each time, in the same order for each server. */
    String nextId() {
        return nextUuid().replace("-", "");
    }

    String nextUuid() {
        String seed = "simulator-" + count.incrementAndGet();
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    Answer answer(ChatRequest request, Behaviour behaviour) {
        int prompt = checkedPrompt(request);
        List<ToolCall> calls = calls(request, behaviour);
        List<String> text = text(request, behaviour, calls);
        List<String> reasoning = reasoning(request, behaviour);
        String finish = calls.isEmpty() ? "stop" : "tool_calls";
        int cap = request.maxTokens();
        if (cap > 0 && !behaviour.has(Setting.TEXT) && !behaviour.has(Setting.CHUNK_COUNT)) {
            int wanted = Answer.tokens(Answer.chars(reasoning)) + Answer.tokens(Answer.chars(text));
            if (wanted > cap) {
                reasoning = Pieces.limit(reasoning, cap);
                text = Pieces.limit(text, cap - Answer.tokens(Answer.chars(reasoning)));
                calls = List.of();
                finish = "length";
            }
        }
        Answer answer = new Answer(
                nextId(),
                behaviour.text(Setting.ANSWER_MODEL, request.model()),
                clock.instant().getEpochSecond(),
                reasoning,
                text,
                calls,
                behaviour.text(Setting.FINISH_REASON, finish),
                prompt,
                Math.min(prompt, request.cachedTokens()));
        return RawOutput.of(answer, behaviour);
    }

    private static int checkedPrompt(ChatRequest request) {
        int messages = request.body().path("messages").size();
        if (messages == 0) {
            throw GatewayChecks.engine("Messages cannot be empty");
        }
        int prompt = request.promptTokens(messages);
        int window = request.row().path("max_model_len").asInt(0);
        if (window > 0 && prompt + request.maxTokens() > window) {
            throw GatewayChecks.engine("Requested token count exceeds the model's maximum context length of " + window
                    + " tokens. You requested a total of " + (prompt + request.maxTokens()) + " tokens: " + prompt
                    + " tokens from the input messages and " + request.maxTokens() + " tokens for the completion.");
        }
        return prompt;
    }

    private List<ToolCall> calls(ChatRequest request, Behaviour behaviour) {
        List<ToolCall> calls = new ArrayList<>();
        if (behaviour.has(Setting.TOOL_CALLS)) {
            for (JsonNode call : behaviour.json(Setting.TOOL_CALLS)) {
                JsonNode arguments = call.path("arguments");
                calls.add(new ToolCall(
                        call.path("id").asText(nextCallId()),
                        call.path("name").asText(),
                        arguments.isMissingNode()
                                ? "{}"
                                : arguments.isTextual() ? arguments.textValue() : arguments.toString()));
            }
        } else if (!behaviour.has(Setting.TEXT) && !behaviour.has(Setting.CHUNK_COUNT)) {
            SchemaSample sample = new SchemaSample(request.userText(), false);
            for (JsonNode tool : ToolChoice.choose(request)) {
                String arguments = sample.object(tool.path("parameters")).toString();
                calls.add(new ToolCall(nextCallId(), tool.path("name").asText(), arguments));
            }
        }
        return calls;
    }

    private String nextCallId() {
        return "call_" + nextId().substring(0, 24);
    }

    private static List<String> text(ChatRequest request, Behaviour behaviour, List<ToolCall> calls) {
        int chars = behaviour.number(Setting.CHUNK_CHARS, 0);
        if (behaviour.has(Setting.CHUNK_COUNT)) {
            String piece = "lorem ipsum ".repeat(chars / 12 + 1).substring(0, chars == 0 ? 6 : chars);
            return Collections.nCopies(behaviour.number(Setting.CHUNK_COUNT, 0), piece);
        }
        if (behaviour.has(Setting.TEXT)) {
            return Pieces.of(behaviour.text(Setting.TEXT, ""), chars);
        }
        return calls.isEmpty() ? Pieces.of(reply(request), chars) : List.of();
    }

    private static List<String> reasoning(ChatRequest request, Behaviour behaviour) {
        String scripted = behaviour.text(Setting.REASONING, "");
        if (behaviour.has(Setting.REASONING) || !request.thinking()) {
            return Pieces.of(scripted, 0);
        }
        return Pieces.of("The user wrote " + request.userText().length() + " characters. I answer as scripted.", 0);
    }

    private static String reply(ChatRequest request) {
        JsonNode format = request.body().path("response_format");
        if (format.path("type").asText().equals("json_schema")) {
            return new SchemaSample(request.userText(), true)
                    .object(format.path("json_schema").path("schema"))
                    .toString();
        }
        if (format.path("type").asText().equals("json_object")) {
            return Json.object().put("answer", request.userText()).toString();
        }
        if (request.lastMessage().path("role").asText().equals("tool")) {
            return toolReply(request);
        }
        String asked = shortened(request.userText());
        int images = request.images();
        return "Hello from the Chutes simulator. You wrote: \"" + asked + "\". "
                + (images == 0 ? "" : "You attached " + images + (images == 1 ? " image. " : " images. "))
                + "No model has read this; " + request.model() + " would answer here.";
    }

    private static String toolReply(ChatRequest request) {
        JsonNode messages = request.body().path("messages");
        StringBuilder reply = new StringBuilder("I used what you gave me.");
        int first = messages.size();
        while (first > 0 && messages.path(first - 1).path("role").asText().equals("tool")) {
            first--;
        }
        for (int i = first; i < messages.size(); i++) {
            JsonNode result = messages.path(i);
            reply.append(" The tool ")
                    .append(toolName(messages, result.path("tool_call_id").asText()))
                    .append(" answered: ")
                    .append(shortened(ChatRequest.textOf(result)));
        }
        return reply.toString();
    }

    private static String toolName(JsonNode messages, String callId) {
        String name = callId;
        for (JsonNode message : messages) {
            for (JsonNode call : message.path("tool_calls")) {
                if (call.path("id").asText().equals(callId)) {
                    name = call.path("function").path("name").asText(callId);
                }
            }
        }
        return name;
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= QUOTED_CHARS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, QUOTED_CHARS)) + "…";
    }
}
