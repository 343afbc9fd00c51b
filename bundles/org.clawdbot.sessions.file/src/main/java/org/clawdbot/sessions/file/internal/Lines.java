package org.clawdbot.sessions.file.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.Usage;
import org.jspecify.annotations.Nullable;

/** The kinds of lines in a record. A kind that a later version adds is skipped by this one. */
final class Lines {

    static final int VERSION = 1;
    static final String TYPE = "type";
    static final String SESSION = "session";
    static final String INSTRUCTION = "instruction";
    static final String MESSAGE = "message";
    static final String END = "end";
    static final String UNDO = "undo";
    static final String CLEAR = "clear";
    static final String TURN = "turn";
    static final String SAID = "said";

    private static final String MODEL = "model";
    private static final String USAGE = "usage";
    private static final String COST = "cost";

    private final Instant time;

    Lines(Instant time) {
        this.time = time;
    }

    /** The first line of a record. */
    ObjectNode session(String name) {
        return line(SESSION).put("version", VERSION).put("name", name);
    }

    ObjectNode instruction(String text) {
        return line(INSTRUCTION).put("text", text);
    }

    /** Something that is said to the model. */
    ObjectNode said(int turn, ChatMessage message) {
        return message(turn, message).put(SAID, true);
    }

    /** An answer of a tool. */
    ObjectNode message(int turn, ChatMessage message) {
        return line(MESSAGE).put(TURN, turn).set(MESSAGE, MessageCodec.encode(message));
    }

    /** A reply of the model. */
    ObjectNode reply(int turn, ChatResult reply) {
        ObjectNode line = message(turn, reply.toMessage());
        took(line, reply);
        line.put("answered", reply.answeredModel()).put("invocationId", reply.invocationId());
        line.put(
                "finishReason",
                reply.finishReason() == null ? null : reply.finishReason().toString());
        return line;
    }

    /** The turn is answered; with what all its requests took. */
    ObjectNode end(int turn, ChatResult reply) {
        ObjectNode line = line(END).put(TURN, turn);
        took(line, reply);
        return line;
    }

    ObjectNode undo() {
        return line(UNDO);
    }

    ObjectNode clear() {
        return line(CLEAR);
    }

    private ObjectNode line(String type) {
        return JsonNodeFactory.instance.objectNode().put(TYPE, type).put("time", time.toString());
    }

    private static void took(ObjectNode line, ChatResult reply) {
        line.put(MODEL, reply.requestedModel());
        Usage usage = reply.usage();
        if (usage != null) {
            line.putObject(USAGE)
                    .put("input", usage.input())
                    .put("output", usage.output())
                    .put("cacheRead", usage.cacheRead())
                    .put("reasoning", usage.reasoning())
                    .put("total", usage.total());
        }
        Cost cost = reply.cost();
        if (cost != null) {
            line.putObject(COST).put("usd", cost.usd());
        }
    }

    static Instant time(JsonNode line) throws MalformedRecordException {
        try {
            return Instant.parse(MessageCodec.text(line, "time"));
        } catch (DateTimeParseException notATime) {
            throw new MalformedRecordException("\"time\" is no time");
        }
    }

    static @Nullable String model(JsonNode line) {
        return MessageCodec.optional(line, MODEL);
    }

    static @Nullable Usage usage(JsonNode line) {
        JsonNode usage = line.path(USAGE);
        return usage.isObject()
                ? new Usage(
                        usage.path("input").asLong(),
                        usage.path("output").asLong(),
                        number(usage.path("cacheRead")),
                        number(usage.path("reasoning")),
                        usage.path("total").asLong())
                : null;
    }

    static @Nullable Cost cost(JsonNode line) {
        JsonNode usd = line.path(COST).path("usd");
        return usd.isNumber() ? new Cost(new BigDecimal(usd.asText())) : null;
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isNumber() ? Long.valueOf(value.asLong()) : null;
    }
}
