package org.clawdbot.telemetry.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/** Messages in the JSON that the conventions describe; of images only that there is one. */
final class MessagesJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private MessagesJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(List<ChatMessage> messages) {
        return written(writer -> {
            for (ChatMessage message : messages) {
                writer.write(message);
            }
        });
    }

    static String of(ChatResult result) {
        String reason =
                result.finishReason() == null ? null : result.finishReason().value();
        return written(writer -> writer.assistant(result.toMessage(), reason));
    }

    private interface Content {
        void writeTo(MessagesJson writer) throws IOException;
    }

    private static String written(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartArray();
            content.writeTo(new MessagesJson(json));
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void write(ChatMessage message) throws IOException {
        if (message instanceof ChatMessage.SystemMessage system) {
            begin("system");
            part("text", "content", system.text());
            end(null);
        } else if (message instanceof ChatMessage.UserMessage user) {
            begin("user");
            for (ContentPart part : user.content()) {
                if (part instanceof ContentPart.Text text) {
                    part("text", "content", text.text());
                } else {
                    part("uri", "modality", "image");
                }
            }
            end(null);
        } else if (message instanceof ChatMessage.AssistantMessage assistant) {
            assistant(assistant, null);
        } else if (message instanceof ChatMessage.ToolMessage tool) {
            begin("tool");
            json.writeStartObject();
            json.writeStringField("type", "tool_call_response");
            json.writeStringField("id", tool.callId());
            json.writeStringField("response", tool.text());
            json.writeEndObject();
            end(null);
        }
    }

    private void assistant(ChatMessage.AssistantMessage message, @Nullable String finishReason) throws IOException {
        begin("assistant");
        if (message.reasoning() != null) {
            part("reasoning", "content", message.reasoning());
        }
        if (!message.text().isEmpty()) {
            part("text", "content", message.text());
        }
        for (ToolCall call : message.toolCalls()) {
            json.writeStartObject();
            json.writeStringField("type", "tool_call");
            json.writeStringField("id", call.id());
            json.writeStringField("name", call.name());
            json.writeStringField("arguments", call.arguments());
            json.writeEndObject();
        }
        end(finishReason);
    }

    private void begin(String role) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
        json.writeArrayFieldStart("parts");
    }

    private void end(@Nullable String finishReason) throws IOException {
        json.writeEndArray();
        if (finishReason != null) {
            json.writeStringField("finish_reason", finishReason);
        }
        json.writeEndObject();
    }

    private void part(String type, String name, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField(name, value);
        json.writeEndObject();
    }
}
