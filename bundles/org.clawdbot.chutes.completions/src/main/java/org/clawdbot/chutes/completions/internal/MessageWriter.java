package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ToolCall;

/** Writes the messages of a valid conversation. */
final class MessageWriter {

    private final JsonGenerator json;

    MessageWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(Conversation conversation) throws IOException {
        json.writeStartArray();
        for (ChatMessage message : conversation.messages()) {
            json.writeStartObject();
            message(message);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void message(ChatMessage message) throws IOException {
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
}
