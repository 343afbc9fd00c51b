package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.api.chat.SamplingOptions;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.completions.CompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a request. Members that say nothing are left out: the gateway refuses some of them when they are
 * null.
 */
final class CompletionBody {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private CompletionBody(JsonGenerator json) {
        this.json = json;
    }

    static byte[] write(CompletionRequest request, boolean stream) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            new CompletionBody(json).body(request, stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void body(CompletionRequest request, boolean stream) throws IOException {
        ChatRequest chat = request.chat();
        json.writeStartObject();
        json.writeStringField("model", request.model().reference().id());
        json.writeArrayFieldStart("messages");
        for (ChatMessage message : chat.messages()) {
            message(message);
        }
        json.writeEndArray();
        json.writeBooleanField("stream", stream);
        number("max_tokens", chat.maxTokens());
        sampling(chat.sampling());
        tools(chat);
        if (chat.responseFormat() != null) {
            responseFormat(chat.responseFormat());
        }
        if (chat.thinking() != null) {
            thinking(chat.thinking());
        }
        for (Map.Entry<String, String> member : chat.extraBody().entrySet()) {
            raw(member.getKey(), member.getValue());
        }
        json.writeEndObject();
    }

    private void message(ChatMessage message) throws IOException {
        json.writeStartObject();
        if (message instanceof ChatMessage.SystemMessage system) {
            json.writeStringField("role", "system");
            json.writeStringField("content", system.text());
        } else if (message instanceof ChatMessage.UserMessage user) {
            json.writeStringField("role", "user");
            user(user);
        } else if (message instanceof ChatMessage.AssistantMessage assistant) {
            json.writeStringField("role", "assistant");
            assistant(assistant);
        } else if (message instanceof ChatMessage.ToolMessage tool) {
            json.writeStringField("role", "tool");
            json.writeStringField("tool_call_id", tool.callId());
            json.writeStringField("content", tool.text());
        }
        json.writeEndObject();
    }

    private void user(ChatMessage.UserMessage user) throws IOException {
        if (user.content().size() == 1 && user.content().get(0) instanceof ContentPart.Text text) {
            json.writeStringField("content", text.text());
            return;
        }
        json.writeArrayFieldStart("content");
        for (ContentPart part : user.content()) {
            json.writeStartObject();
            if (part instanceof ContentPart.Text text) {
                json.writeStringField("type", "text");
                json.writeStringField("text", text.text());
            } else if (part instanceof ContentPart.Image image) {
                json.writeStringField("type", "image_url");
                json.writeObjectFieldStart("image_url");
                json.writeStringField("url", image.source().toString());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void assistant(ChatMessage.AssistantMessage assistant) throws IOException {
        if (assistant.text().isEmpty() && !assistant.toolCalls().isEmpty()) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", assistant.text());
        }
        if (assistant.toolCalls().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (ToolCall call : assistant.toolCalls()) {
            json.writeStartObject();
            json.writeStringField("id", call.id());
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.name());
            json.writeStringField("arguments", call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void tools(ChatRequest chat) throws IOException {
        if (chat.tools().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolDefinition tool : chat.tools()) {
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", tool.name());
            json.writeStringField("description", tool.description());
            raw("parameters", tool.parameters());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        if (chat.toolChoice() != null) {
            toolChoice(chat.toolChoice());
        }
        if (chat.parallelToolCalls() != null) {
            json.writeBooleanField("parallel_tool_calls", chat.parallelToolCalls());
        }
    }

    private void toolChoice(ToolChoice choice) throws IOException {
        if (choice.name() == null) {
            json.writeStringField("tool_choice", choice.mode());
            return;
        }
        json.writeObjectFieldStart("tool_choice");
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", choice.name());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void sampling(SamplingOptions sampling) throws IOException {
        number("temperature", sampling.temperature());
        number("top_p", sampling.topP());
        number("top_k", sampling.topK());
        number("min_p", sampling.minP());
        number("frequency_penalty", sampling.frequencyPenalty());
        number("presence_penalty", sampling.presencePenalty());
        number("repetition_penalty", sampling.repetitionPenalty());
        number("seed", sampling.seed());
        if (!sampling.stop().isEmpty()) {
            json.writeArrayFieldStart("stop");
            for (String stop : sampling.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
        if (!sampling.logitBias().isEmpty()) {
            json.writeObjectFieldStart("logit_bias");
            for (Map.Entry<String, Double> bias : sampling.logitBias().entrySet()) {
                json.writeNumberField(bias.getKey(), bias.getValue());
            }
            json.writeEndObject();
        }
    }

    private void responseFormat(ResponseFormat format) throws IOException {
        json.writeObjectFieldStart("response_format");
        json.writeStringField("type", format.type());
        if (format.schema() != null && format.name() != null) {
            json.writeObjectFieldStart("json_schema");
            json.writeStringField("name", format.name());
            raw("schema", format.schema());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Model families listen to one of the two; the others ignore it. */
    private void thinking(boolean on) throws IOException {
        json.writeObjectFieldStart("chat_template_kwargs");
        json.writeBooleanField("thinking", on);
        json.writeBooleanField("enable_thinking", on);
        json.writeEndObject();
    }

    private void number(String name, @Nullable Number value) throws IOException {
        if (value instanceof Double number) {
            json.writeNumberField(name, number.doubleValue());
        } else if (value != null) {
            json.writeNumberField(name, value.longValue());
        }
    }

    private void raw(String name, String jsonText) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(jsonText);
    }
}
