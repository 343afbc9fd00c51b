package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A checked request to one model.
 *
 * @param body the request body
 * @param row the row of the resolved model
 * @param thinkingHeader true when a header or model suffix switches thinking on
 */
record ChatRequest(ObjectNode body, JsonNode row, boolean thinkingHeader) {

    private static final Pattern THINKS_BY_DEFAULT =
            Pattern.compile(".*(DeepSeek-V3\\.2-Speciale(-TEE)?|GLM-4\\.7[^/]*|Kimi-K2\\.5(-TEE)?)");
    private static final int IMAGE_CHARS = 1024;

    String model() {
        return row.path("id").asText();
    }

    JsonNode lastMessage() {
        JsonNode messages = body.path("messages");
        return messages.path(messages.size() - 1);
    }

    /** The text of the last message by the user. */
    String userText() {
        String text = "";
        for (JsonNode message : body.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                text = textOf(message);
            }
        }
        return text;
    }

    int images() {
        int count = 0;
        for (JsonNode message : body.path("messages")) {
            for (JsonNode part : message.path("content")) {
                count += part.path("type").asText().equals("image_url") ? 1 : 0;
            }
        }
        return count;
    }

    static String textOf(JsonNode message) {
        JsonNode content = message.path("content");
        if (!content.isArray()) {
            return content.asText("");
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("text")) {
                parts.add(part.path("text").asText());
            }
        }
        return String.join("\n", parts);
    }

    /** Tokens of the first messages and of the tools. */
    int promptTokens(int messages) {
        long chars =
                body.path("tools").isArray() ? body.path("tools").toString().length() : 0;
        for (int i = 0; i < messages; i++) {
            JsonNode message = body.path("messages").path(i);
            chars += 16 + textOf(message).length();
            chars += message.path("tool_calls").isArray()
                    ? message.path("tool_calls").toString().length()
                    : 0;
            for (JsonNode part : message.path("content")) {
                chars += part.path("type").asText().equals("image_url") ? IMAGE_CHARS : 0;
            }
        }
        return Answer.tokens(chars);
    }

    /** What an engine has seen before: everything up to the last answer of the assistant. */
    int cachedTokens() {
        int seen = 0;
        for (int i = 0; i < body.path("messages").size(); i++) {
            if (body.path("messages").path(i).path("role").asText().equals("assistant")) {
                seen = i + 1;
            }
        }
        return seen == 0 ? 0 : promptTokens(seen);
    }

    /** The cap on the completion, or 0. */
    int maxTokens() {
        int cap = body.path("max_tokens").asInt(0);
        return cap > 0 ? cap : body.path("max_completion_tokens").asInt(0);
    }

    boolean thinking() {
        JsonNode features = row.path("supported_features");
        boolean can = !features.isArray();
        for (JsonNode feature : features) {
            can |= feature.asText().equals("reasoning");
        }
        return can && asked();
    }

    private boolean asked() {
        JsonNode options = body.path("chat_template_kwargs");
        if (thinkingHeader) {
            return true;
        }
        if (options.path("thinking").isBoolean()
                || options.path("enable_thinking").isBoolean()) {
            return options.path("thinking").asBoolean()
                    || options.path("enable_thinking").asBoolean();
        }
        for (String key : List.of("reasoning_effort", "effective_reasoning_effort")) {
            if (options.path(key).isTextual()) {
                return !options.path(key).asText().equals("none");
            }
        }
        return THINKS_BY_DEFAULT.matcher(model()).matches();
    }
}
