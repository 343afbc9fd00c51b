package org.clawdbot.sessions.file.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatMessage.AssistantMessage;
import org.clawdbot.api.chat.ChatMessage.SystemMessage;
import org.clawdbot.api.chat.ChatMessage.ToolMessage;
import org.clawdbot.api.chat.ChatMessage.UserMessage;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/** Messages as JSON objects. Nothing of a message is lost: an image given as data is kept as data. */
final class MessageCodec {

    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String TEXT = "text";
    private static final String IMAGE = "image";
    private static final String CALLS = "toolCalls";

    private MessageCodec() {}

    static ObjectNode encode(ChatMessage message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (message instanceof SystemMessage system) {
            return json.put(ROLE, "system").put(TEXT, system.text());
        }
        if (message instanceof ToolMessage tool) {
            return json.put(ROLE, "tool").put("callId", tool.callId()).put(TEXT, tool.text());
        }
        if (message instanceof AssistantMessage assistant) {
            json.put(ROLE, "assistant").put(TEXT, assistant.text());
            if (assistant.reasoning() != null) {
                json.put("reasoning", assistant.reasoning());
            }
            if (!assistant.toolCalls().isEmpty()) {
                ArrayNode calls = json.putArray(CALLS);
                assistant.toolCalls().forEach(call -> encode(call, calls.addObject()));
            }
            return json;
        }
        ArrayNode content = json.put(ROLE, "user").putArray(CONTENT);
        for (ContentPart part : ((UserMessage) message).content()) {
            if (part instanceof ContentPart.Text text) {
                content.addObject().put(TEXT, text.text());
            } else if (part instanceof ContentPart.Image image) {
                content.addObject().put(IMAGE, image.source().toString());
            }
        }
        return json;
    }

    private static void encode(ToolCall call, ObjectNode json) {
        json.put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
        if (call.problem() != null) {
            json.put("problem", call.problem());
        }
    }

    static ChatMessage decode(JsonNode json) throws MalformedRecordException {
        String role = text(json, ROLE);
        return switch (role) {
            case "system" -> new SystemMessage(text(json, TEXT));
            case "user" -> new UserMessage(content(json.path(CONTENT)));
            case "assistant" -> new AssistantMessage(text(json, TEXT), optional(json, "reasoning"), calls(json));
            case "tool" -> new ToolMessage(text(json, "callId"), text(json, TEXT));
            default -> throw new MalformedRecordException("there is no role \"" + role + "\"");
        };
    }

    private static List<ContentPart> content(JsonNode parts) throws MalformedRecordException {
        List<ContentPart> content = new ArrayList<>();
        for (JsonNode part : parts) {
            content.add(part.has(IMAGE) ? image(text(part, IMAGE)) : new ContentPart.Text(text(part, TEXT)));
        }
        return content;
    }

    private static ContentPart image(String source) throws MalformedRecordException {
        try {
            return new ContentPart.Image(URI.create(source));
        } catch (IllegalArgumentException notAnAddress) {
            throw new MalformedRecordException("the address of an image cannot be used");
        }
    }

    private static List<ToolCall> calls(JsonNode json) throws MalformedRecordException {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : json.path(CALLS)) {
            calls.add(new ToolCall(
                    text(call, "id"), text(call, "name"), text(call, "arguments"), optional(call, "problem")));
        }
        return calls;
    }

    static String text(JsonNode json, String name) throws MalformedRecordException {
        String text = optional(json, name);
        if (text == null) {
            throw new MalformedRecordException("\"" + name + "\" is missing");
        }
        return text;
    }

    static @Nullable String optional(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isTextual() ? value.textValue() : null;
    }
}
