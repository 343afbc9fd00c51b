package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of a stream, or one whole reply, and tells the assembler what it finds. Keys that are null or unknown
 * are passed over; only the first choice counts.
 *
 * <p>One parser reads all chunks, and values that rarely change are compared where they lie, so that a chunk costs little
 * more memory than its text.
 */
final class ChunkParser {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final byte[] LINE_END = {'\n'};

    /**
     * Names are not interned: they come from outside, and interned ones stay for ever. Nor do buffers stay with each of
     * the thousands of threads that may read a stream.
     */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    static {
        shareNames();
    }

    private final ReplyAssembler reply;
    private final JsonParser json;
    private final ByteArrayFeeder input;
    private final ChunkTemplate template = new ChunkTemplate();

    /** What the last parsed chunk said, if it was one thing; how many things it was; the tool call it belonged to. */
    private ChunkTemplate.@Nullable Kind said;

    private int sayings;
    private int callIndex;

    private long cached;
    private long thought;

    ChunkParser(ReplyAssembler reply) {
        this.reply = reply;
        this.json = parser();
        this.input = (ByteArrayFeeder) json.getNonBlockingInputFeeder();
    }

    private static JsonParser parser() {
        try {
            return FACTORY.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets one parser see the usual names, so that all later ones have them from it. */
    private static void shareNames() {
        byte[] usual =
                """
                {"id":0,"object":0,"created":0,"model":0,"choices":[{"index":0,"delta":{"role":0,"content":0,
                "reasoning_content":0,"reasoning":0,"tool_calls":[{"index":0,"id":0,"type":0,"function":{"name":0,
                "arguments":0}}]},"message":0,"logprobs":0,"finish_reason":0,"matched_stop":0}],"usage":{
                "prompt_tokens":0,"completion_tokens":0,"total_tokens":0,"reasoning_tokens":0,"prompt_tokens_details":{
                "cached_tokens":0},"completion_tokens_details":0},"chutes_verification":0,"error":0,"detail":0}"""
                        .getBytes(StandardCharsets.UTF_8);
        try (JsonParser first = parser()) {
            ((ByteArrayFeeder) first.getNonBlockingInputFeeder()).feedInput(usual, 0, usual.length);
            while (first.nextToken() != JsonToken.NOT_AVAILABLE) {
                first.currentName();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one JSON object; a range that holds anything else is malformed. */
    void parse(byte[] buffer, int offset, int length) throws MalformedChunkException {
        template.forget();
        said = null;
        sayings = 0;
        try {
            input.feedInput(buffer, offset, offset + length);
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedChunkException(null);
            }
            chunk();
            if (json.nextToken() != JsonToken.NOT_AVAILABLE || begunAnother()) {
                throw new MalformedChunkException(null);
            }
        } catch (IOException e) {
            throw new MalformedChunkException(e);
        }
        if (said != null && sayings == 1) {
            template.learn(buffer, offset, length, said);
        }
    }

    /** Whether something begins behind the object that the parser takes for unfinished; the end of a line finishes it. */
    private boolean begunAnother() throws IOException {
        input.feedInput(LINE_END, 0, LINE_END.length);
        return json.nextToken() != JsonToken.NOT_AVAILABLE;
    }

    /**
     * Reads the next event at once, if it has arrived and looks like the last one.
     *
     * @return false if it is to be read in the usual way
     * @throws IOException if reading fails
     */
    boolean repeats(SseReader events) throws IOException {
        String piece = events.nextPiece(template);
        if (piece == null || said == null) {
            return false;
        }
        repeat(said, piece);
        return true;
    }

    /** Says what the last parsed chunk said, with another piece. */
    private void repeat(ChunkTemplate.Kind kind, String piece) {
        switch (kind) {
            case TEXT -> reply.text(piece);
            case REASONING -> reply.reasoning(piece);
            case ARGUMENTS -> reply.toolCall(callIndex, null, null, piece);
        }
    }

    private void say(ChunkTemplate.Kind kind) {
        said = kind;
        sayings++;
    }

    /** Goes on to the next token; the end of the chunk must not come before that of its object. */
    private JsonToken next() throws IOException {
        JsonToken token = json.nextToken();
        if (token == null || token == JsonToken.NOT_AVAILABLE) {
            throw new JsonEOFException(json, token, "a chunk ends before its object");
        }
        return token;
    }

    private boolean nextMember() throws IOException {
        return next() == JsonToken.FIELD_NAME;
    }

    private void chunk() throws IOException {
        while (nextMember()) {
            String name = json.currentName();
            JsonToken value = next();
            switch (name) {
                case "id" -> id(value);
                case "model" -> model(value);
                case "choices" -> choices(value);
                case "usage" -> usage(value);
                case "error", "detail" -> error(value);
                case "object" -> object(value);
                case "message" -> reply.message(textOrNull(value));
                default -> json.skipChildren();
            }
        }
    }

    private void id(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            reply.id(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        } else {
            json.skipChildren();
        }
    }

    private void model(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            reply.model(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        } else {
            json.skipChildren();
        }
    }

    /** Engines mark their own errors by {@code "object":"error"}. */
    private void object(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING
                && json.getTextLength() == 5
                && json.getText().equals("error")) {
            reply.failed();
        } else {
            json.skipChildren();
        }
    }

    private void choices(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        boolean first = true;
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            if (token == JsonToken.START_OBJECT && first) {
                choice();
                first = false;
            } else {
                json.skipChildren();
            }
        }
    }

    private void choice() throws IOException {
        String reason = null;
        while (nextMember()) {
            String name = json.currentName();
            JsonToken value = next();
            switch (name) {
                case "delta" -> delta(value, false);
                case "message" -> delta(value, true);
                case "finish_reason" -> reason = textOrNull(value);
                default -> json.skipChildren();
            }
        }
        if (reason != null) {
            sayings++;
            reply.finishReason(reason);
        }
    }

    /** Takes what is thought before what is said, in whichever order it stands. */
    private void delta(JsonToken value, boolean whole) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        String reasoning = null;
        String content = null;
        while (nextMember()) {
            String name = json.currentName();
            JsonToken member = next();
            switch (name) {
                case "content" -> content = textOrNull(member);
                case "reasoning_content", "reasoning" -> {
                    // Some servers send the same reasoning under both names.
                    String piece = textOrNull(member);
                    reasoning = reasoning == null || reasoning.isEmpty() ? piece : reasoning;
                }
                case "tool_calls" -> {
                    said(reasoning, content);
                    reasoning = null;
                    content = null;
                    toolCalls(member, whole);
                }
                default -> json.skipChildren();
            }
        }
        said(reasoning, content);
    }

    private void said(@Nullable String reasoning, @Nullable String content) {
        if (reasoning != null && !reasoning.isEmpty()) {
            say(ChunkTemplate.Kind.REASONING);
            reply.reasoning(reasoning);
        }
        if (content != null && !content.isEmpty()) {
            say(ChunkTemplate.Kind.TEXT);
            reply.text(content);
        }
    }

    private @Nullable String textOrNull(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    private void toolCalls(JsonToken value, boolean whole) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        int place = 0;
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            if (token == JsonToken.START_OBJECT) {
                toolCall(whole ? place : ToolCallAssembler.NO_INDEX, whole);
            } else {
                json.skipChildren();
            }
            place++;
        }
    }

    private void toolCall(int place, boolean whole) throws IOException {
        int index = place;
        String id = null;
        String name = null;
        String arguments = "";
        while (nextMember()) {
            String field = json.currentName();
            JsonToken value = next();
            if (field.equals("index") && value == JsonToken.VALUE_NUMBER_INT && !whole) {
                index = json.getIntValue();
            } else if (field.equals("id")) {
                id = textOrNull(value);
            } else if (field.equals("function") && value == JsonToken.START_OBJECT) {
                while (nextMember()) {
                    String part = json.currentName();
                    JsonToken partValue = next();
                    if (part.equals("name")) {
                        name = textOrNull(partValue);
                    } else if (part.equals("arguments")) {
                        arguments = arguments(partValue);
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        say(ChunkTemplate.Kind.ARGUMENTS);
        if (id != null || name != null) {
            sayings++;
        }
        callIndex = index;
        reply.toolCall(index, id, name, arguments);
    }

    /** Arguments are JSON as text; some engines send the object itself. */
    private String arguments(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            String text = textOrNull(value);
            return text == null ? "" : text;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            int depth = 0;
            JsonToken token = value;
            do {
                if (token.isNumeric()) {
                    out.writeNumber(json.getText());
                } else {
                    out.copyCurrentEvent(json);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                token = depth == 0 ? token : next();
            } while (depth > 0);
        }
        return text.toString();
    }

    private void usage(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        long input = ReplyAssembler.UNKNOWN;
        long output = ReplyAssembler.UNKNOWN;
        long total = ReplyAssembler.UNKNOWN;
        cached = ReplyAssembler.UNKNOWN;
        thought = ReplyAssembler.UNKNOWN;
        while (nextMember()) {
            String name = json.currentName();
            JsonToken member = next();
            switch (name) {
                case "prompt_tokens" -> input = count(member);
                case "completion_tokens" -> output = count(member);
                case "total_tokens" -> total = count(member);
                case "reasoning_tokens" -> thought = known(count(member), thought);
                case "prompt_tokens_details", "completion_tokens_details" -> details(member);
                default -> json.skipChildren();
            }
        }
        if (input != ReplyAssembler.UNKNOWN && output != ReplyAssembler.UNKNOWN) {
            reply.usage(input, output, cached, thought, known(total, input + output));
        }
    }

    private void details(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (nextMember()) {
            String name = json.currentName();
            JsonToken member = next();
            switch (name) {
                case "cached_tokens" -> cached = known(count(member), cached);
                case "reasoning_tokens" -> thought = known(count(member), thought);
                default -> json.skipChildren();
            }
        }
    }

    private static long known(long latest, long before) {
        return latest == ReplyAssembler.UNKNOWN ? before : latest;
    }

    private long count(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Math.max(0, json.getLongValue());
        }
        json.skipChildren();
        return ReplyAssembler.UNKNOWN;
    }

    private void error(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_FALSE) {
            return;
        }
        StringBuilder message = new StringBuilder();
        collectText(value, message);
        reply.error(message.toString());
    }

    /** An error is a text, or an object that has one under {@code message}, at whatever depth. */
    private void collectText(JsonToken value, StringBuilder message) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            message.append(json.getText());
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (nextMember()) {
            String name = json.currentName();
            JsonToken member = next();
            boolean wanted = name.equals("message") || member == JsonToken.START_OBJECT;
            if (wanted && message.isEmpty()) {
                collectText(member, message);
            } else {
                json.skipChildren();
            }
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
