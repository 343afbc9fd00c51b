package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.function.Consumer;
import org.clawdbot.api.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads one chunk of a stream, or one whole reply, and tells the assembler what it finds. Keys that are null or unknown
 * are passed over; only the first choice counts.
 */
final class ChunkParser {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private final ReplyAssembler reply;

    ChunkParser(ReplyAssembler reply) {
        this.reply = reply;
    }

    /** Reads one JSON object; a range that holds anything else is malformed. */
    void parse(byte[] buffer, int offset, int length) throws MalformedChunkException {
        try (JsonParser json = FACTORY.createParser(buffer, offset, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedChunkException(null);
            }
            chunk(json);
        } catch (IOException e) {
            throw new MalformedChunkException(e);
        }
    }

    private void chunk(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> text(json, value, reply::id);
                case "model" -> text(json, value, reply::model);
                case "choices" -> choices(json, value);
                case "usage" -> usage(json, value);
                case "error", "detail" -> error(json, value);
                default -> json.skipChildren();
            }
        }
    }

    private void choices(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        boolean first = true;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT && first) {
                choice(json);
                first = false;
            } else {
                json.skipChildren();
            }
        }
    }

    private void choice(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "delta", "message" -> delta(json, value, name.equals("message"));
                case "finish_reason" -> text(json, value, reply::finishReason);
                default -> json.skipChildren();
            }
        }
    }

    private void delta(JsonParser json, JsonToken value, boolean whole) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        String reasoning = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken member = json.nextToken();
            switch (name) {
                case "content" -> text(json, member, reply::text);
                case "reasoning_content", "reasoning" -> reasoning = either(reasoning, json, member);
                case "tool_calls" -> toolCalls(json, member, whole);
                default -> json.skipChildren();
            }
        }
        if (reasoning != null) {
            reply.reasoning(reasoning);
        }
    }

    /** Some servers send the same reasoning under both names. */
    private static @Nullable String either(@Nullable String known, JsonParser json, JsonToken value)
            throws IOException {
        if (value == JsonToken.VALUE_STRING && (known == null || known.isEmpty())) {
            return json.getText();
        }
        json.skipChildren();
        return known;
    }

    private void toolCalls(JsonParser json, JsonToken value, boolean whole) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        int place = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                toolCall(json, whole ? place : ToolCallAssembler.NO_INDEX, whole);
            } else {
                json.skipChildren();
            }
            place++;
        }
    }

    private void toolCall(JsonParser json, int place, boolean whole) throws IOException {
        int index = place;
        String id = null;
        String name = null;
        String arguments = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("index") && value == JsonToken.VALUE_NUMBER_INT && !whole) {
                index = json.getIntValue();
            } else if (field.equals("id") && value == JsonToken.VALUE_STRING) {
                id = json.getText();
            } else if (field.equals("function") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String part = json.currentName();
                    JsonToken partValue = json.nextToken();
                    if (part.equals("name") && partValue == JsonToken.VALUE_STRING) {
                        name = json.getText();
                    } else if (part.equals("arguments") && partValue == JsonToken.VALUE_STRING) {
                        arguments = json.getText();
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        reply.toolCall(index, id, name, arguments);
    }

    private void usage(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        Long input = null;
        Long output = null;
        Long total = null;
        Long cached = null;
        Long reasoning = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken member = json.nextToken();
            switch (name) {
                case "prompt_tokens" -> input = count(json, member);
                case "completion_tokens" -> output = count(json, member);
                case "total_tokens" -> total = count(json, member);
                case "reasoning_tokens" -> reasoning = count(json, member);
                case "prompt_tokens_details" -> cached = within(json, member, "cached_tokens");
                case "completion_tokens_details" -> {
                    Long detail = within(json, member, "reasoning_tokens");
                    reasoning = detail == null ? reasoning : detail;
                }
                default -> json.skipChildren();
            }
        }
        if (input != null && output != null) {
            reply.usage(new Usage(input, output, cached, reasoning, total == null ? input + output : total));
        }
    }

    private static @Nullable Long within(JsonParser json, JsonToken value, String wanted) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        Long found = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isWanted = json.currentName().equals(wanted);
            JsonToken member = json.nextToken();
            if (isWanted) {
                found = count(json, member);
            } else {
                json.skipChildren();
            }
        }
        return found;
    }

    private static @Nullable Long count(JsonParser json, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Math.max(0, json.getLongValue());
        }
        json.skipChildren();
        return null;
    }

    private void error(JsonParser json, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        StringBuilder message = new StringBuilder();
        collectText(json, value, message);
        reply.error(message.toString());
    }

    /** An error is a text, or an object that has one under {@code message}, at whatever depth. */
    private static void collectText(JsonParser json, JsonToken value, StringBuilder message) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            message.append(json.getText());
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken member = json.nextToken();
            boolean wanted = name.equals("message") || member == JsonToken.START_OBJECT;
            if (wanted && message.isEmpty()) {
                collectText(json, member, message);
            } else {
                json.skipChildren();
            }
        }
    }

    private static void text(JsonParser json, JsonToken value, Consumer<String> consumer) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            consumer.accept(json.getText());
        } else {
            json.skipChildren();
        }
    }

    /** A chunk is not JSON, or not an object. */
    static final class MalformedChunkException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedChunkException(@Nullable Throwable cause) {
            super("a chunk is not a JSON object", cause);
        }
    }
}
