package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.api.chat.SamplingOptions;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, and what the user should know about how it differs from what was asked for. Members that say
 * nothing are left out: the gateway refuses some of them when they are null.
 */
final class CompletionBody {

    private static final int SPARE_BUFFERS = 8;

    /** Keeps a few buffers for all, and none with each of the thousands of threads that may send a request. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(SPARE_BUFFERS))
            .build();

    private static final String TEMPLATE = "chat_template_kwargs";
    private static final String EFFORT = "reasoning_effort";
    private static final Set<String> SWITCHES = Set.of("thinking", "enable_thinking");

    /** What decides how the reply is read; nobody else may. */
    private static final Set<String> OWN = Set.of("model", "messages", "stream");

    /** Writes the value of a member. */
    private interface Value {
        void write(JsonGenerator json) throws IOException;
    }

    private final CompletionRequest request;
    private final ChatRequest chat;
    private final Map<String, Value> members = new LinkedHashMap<>();
    private final List<ChatEvent.Notice> notices = new ArrayList<>();
    private final byte[] bytes;

    private CompletionBody(CompletionRequest request, boolean stream) {
        this.request = request;
        this.chat = request.chat();
        collect(stream);
        this.bytes = write();
    }

    static CompletionBody of(CompletionRequest request, boolean stream) {
        return new CompletionBody(request, stream);
    }

    byte[] bytes() {
        return bytes;
    }

    List<ChatEvent.Notice> notices() {
        return List.copyOf(notices);
    }

    private void collect(boolean stream) {
        Conversation conversation = Conversation.valid(chat.messages());
        conversation.notice().ifPresent(notices::add);
        if (conversation.messages().isEmpty()) {
            throw new RequestRejectedException(
                    "empty-request",
                    "There is no message with anything in it to send",
                    ErrorDetails.ofProvider(ChutesTransport.PROVIDER),
                    null);
        }
        members.put(
                "model", json -> json.writeString(request.model().reference().id()));
        members.put("messages", json -> new MessageWriter(json).write(conversation));
        members.put("stream", json -> json.writeBoolean(stream));
        maxTokens(conversation);
        sampling(chat.sampling());
        tools();
        if (chat.responseFormat() != null) {
            ResponseFormat format = chat.responseFormat();
            members.put("response_format", json -> responseFormat(format, json));
        }
        thinking();
        chat.extraBody().forEach(this::extra);
    }

    private byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, Value> member : members.entrySet()) {
                json.writeFieldName(member.getKey());
                member.getValue().write(json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void notice(String code, String message) {
        notices.add(new ChatEvent.Notice(code, message));
    }

    private boolean replaced(String member) {
        return chat.extraBody().containsKey(member);
    }

    /** A limit that does not fit into the window together with the prompt is refused, so it is lowered. */
    private void maxTokens(Conversation conversation) {
        if (chat.maxTokens() == null || replaced("max_tokens")) {
            return;
        }
        long wanted = chat.maxTokens();
        long allowed = wanted;
        ModelInfo model = request.model();
        if (model.maxOutputTokens() != null) {
            allowed = Math.min(allowed, model.maxOutputTokens());
        }
        if (model.contextWindow() != null) {
            long left = model.contextWindow() - PromptSize.estimate(conversation.messages(), chat.tools());
            if (left < 1) {
                // By the estimate there is no room at all: the engine knows better, and says so if it is true.
                return;
            }
            allowed = Math.min(allowed, left);
        }
        if (allowed < wanted) {
            notice(
                    "max-tokens-lowered",
                    "The answer may have " + allowed + " tokens instead of " + wanted
                            + ", which is what the model leaves for it");
        }
        number("max_tokens", allowed);
    }

    private void tools() {
        if (chat.tools().isEmpty()) {
            return;
        }
        members.put("tools", json -> {
            json.writeStartArray();
            for (ToolDefinition tool : chat.tools()) {
                tool(tool, json);
            }
            json.writeEndArray();
        });
        if (chat.toolChoice() != null) {
            ToolChoice choice = chat.toolChoice();
            members.put("tool_choice", json -> toolChoice(choice, json));
        }
        if (chat.parallelToolCalls() != null) {
            boolean parallel = chat.parallelToolCalls();
            members.put("parallel_tool_calls", json -> json.writeBoolean(parallel));
        }
    }

    private static void tool(ToolDefinition tool, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", tool.name());
        json.writeStringField("description", WellFormedText.of(tool.description()));
        json.writeFieldName("parameters");
        JsonCopy.value("The schema of the tool " + tool.name(), tool.parameters(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void toolChoice(ToolChoice choice, JsonGenerator json) throws IOException {
        if (choice.name() == null) {
            json.writeString(choice.mode());
            return;
        }
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", choice.name());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void sampling(SamplingOptions sampling) {
        number("temperature", sampling.temperature());
        number("top_p", sampling.topP());
        number("top_k", sampling.topK());
        number("min_p", sampling.minP());
        number("frequency_penalty", sampling.frequencyPenalty());
        number("presence_penalty", sampling.presencePenalty());
        number("repetition_penalty", sampling.repetitionPenalty());
        number("seed", sampling.seed());
        if (!sampling.stop().isEmpty()) {
            members.put("stop", json -> {
                json.writeStartArray();
                for (String stop : sampling.stop()) {
                    json.writeString(WellFormedText.of(stop));
                }
                json.writeEndArray();
            });
        }
        if (!sampling.logitBias().isEmpty()) {
            members.put("logit_bias", json -> {
                json.writeStartObject();
                for (Map.Entry<String, Double> bias : sampling.logitBias().entrySet()) {
                    json.writeNumberField(bias.getKey(), bias.getValue());
                }
                json.writeEndObject();
            });
        }
    }

    private void responseFormat(ResponseFormat format, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", format.type());
        if (format.schema() != null && format.name() != null) {
            json.writeObjectFieldStart("json_schema");
            json.writeStringField("name", WellFormedText.of(format.name()));
            json.writeFieldName("schema");
            int patterns = JsonCopy.schema("The schema of the answer", format.schema(), json);
            json.writeEndObject();
            if (patterns > 0) {
                notice(
                        "pattern-removed",
                        "Chutes refuses regular expressions in a schema, so the model was not told about " + patterns
                                + " \"pattern\" of it; check those values of the answer yourself");
            }
        }
        json.writeEndObject();
    }

    private void thinking() {
        Boolean wanted = chat.thinking();
        if (wanted == null) {
            return;
        }
        ModelInfo model = request.model();
        boolean cannot = model.has(ModelInfo.REASONING).filter(can -> !can).isPresent();
        ModelFamily family = ModelFamily.of(model);
        if (cannot && wanted) {
            notice("thinking-unsupported", "The model does not think before it answers, so it was not told to");
        } else if (!cannot && !wanted && family.thinks() == ModelFamily.Thinks.ALWAYS) {
            notice("thinking-always-on", "The model always thinks before it answers and cannot be told not to");
        }
        if (!cannot && !family.switches().isEmpty()) {
            members.put(TEMPLATE, json -> {
                json.writeStartObject();
                thinking(family, wanted, json);
                json.writeEndObject();
            });
        }
    }

    private static void thinking(ModelFamily family, boolean on, JsonGenerator json) throws IOException {
        for (String name : family.switches()) {
            json.writeBooleanField(name, on);
        }
        if (on && family.effort()) {
            json.writeStringField(EFFORT, "high");
        }
    }

    private void extra(String name, String text) {
        String member = WellFormedText.of(name);
        if (OWN.contains(member)) {
            notice("member-ignored", "The request's own \"" + member + "\" was sent, not the one of extraBody");
        } else if (member.equals(TEMPLATE) && members.containsKey(TEMPLATE)) {
            members.put(TEMPLATE, json -> template(text, json));
        } else {
            members.put(member, json -> JsonCopy.value("The member " + member + " of extraBody", text, json));
        }
    }

    /** Adds the switch for thinking to the caller's own options of the chat template, unless they have one. */
    private void template(String text, JsonGenerator json) throws IOException {
        Map<String, @Nullable Object> given = options(text);
        json.writeStartObject();
        if (SWITCHES.stream().noneMatch(given::containsKey)) {
            ModelFamily family = ModelFamily.of(request.model());
            boolean on = Boolean.TRUE.equals(chat.thinking());
            thinking(given.containsKey(EFFORT) ? family.withoutEffort() : family, on, json);
        }
        JsonCopy.members("The member " + TEMPLATE + " of extraBody", text, json);
        json.writeEndObject();
    }

    private static Map<String, @Nullable Object> options(String text) {
        try {
            return Json.object(Json.parse(text)).orElse(Map.of());
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private void number(String name, @Nullable Number value) {
        if (value instanceof Double number) {
            members.put(name, json -> json.writeNumber(number.doubleValue()));
        } else if (value != null) {
            members.put(name, json -> json.writeNumber(value.longValue()));
        }
    }
}
