package org.clawdbot.testkit.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The keys a behaviour understands; each is written in JSON exactly as {@link #key()} says. */
public enum Setting {
    /** HTTP status of a scripted refusal. */
    STATUS("status", "a whole number", JsonNode::isInt),
    /** {@code detail} member of a refusal's JSON body, of any JSON type; {@code {chute_id}} and {@code {model}} are filled in. */
    DETAIL("detail", "any JSON value", node -> true),
    /** HTML body, as an ingress in front of the gateway sends it. */
    HTML("html", "a text", JsonNode::isTextual),
    /** Raw body; empty for none at all. */
    BODY("body", "a text", JsonNode::isTextual),
    /** Media type of {@link #BODY}. */
    CONTENT_TYPE("contentType", "a text", JsonNode::isTextual),
    /** Additional response headers. */
    HEADERS("headers", "an object of texts", Setting::isTextObject),
    /** An answer that is not an event stream says by which ETag it is recognised, and 304 where the client knows it. */
    ETAG("etag", "true or false", JsonNode::isBoolean),
    /** So much white space before an answer that is not an event stream, bytes. */
    PAD_BYTES("padBytes", "a whole number", JsonNode::isInt),
    /** Accept the request and never answer. */
    HANG("hang", "true or false", JsonNode::isBoolean),
    /** Wait before the status line, milliseconds: a cold model or a slow first token. */
    DELAY_MILLIS("delayMillis", "a whole number", JsonNode::isIntegralNumber),
    /** Wait before every stream event after the first, milliseconds. */
    CHUNK_DELAY_MILLIS("chunkDelayMillis", "a whole number", JsonNode::isIntegralNumber),
    /** Reply text instead of the default one. */
    TEXT("text", "a text", JsonNode::isTextual),
    /** Reasoning text; empty switches reasoning off. */
    REASONING("reasoning", "a text", JsonNode::isTextual),
    /** Tool calls instead of a text. */
    TOOL_CALLS("toolCalls", "an array of {name, arguments, id}", JsonNode::isArray),
    /** Number of text pieces, each of {@link #CHUNK_CHARS} characters, for benchmarks. */
    CHUNK_COUNT("chunkCount", "a whole number", JsonNode::isInt),
    /** Characters in a text piece; without it a piece is a word. */
    CHUNK_CHARS("chunkChars", "a whole number above 0", node -> node.isInt() && node.intValue() > 0),
    /** Finish reason instead of the natural one; {@code none} for null. */
    FINISH_REASON("finishReason", "a text", JsonNode::isTextual),
    /** Model named in the answer instead of the resolved one. */
    ANSWER_MODEL("answerModel", "a text", JsonNode::isTextual),
    /** Where a stream carries usage. */
    USAGE("usage", "every", "last", "none"),
    /** Token counts instead of the computed ones. */
    USAGE_TOKENS("usageTokens", "an object of whole numbers", JsonNode::isObject),
    /** Name of the reasoning member; or in the text, between both tags or before the closing one. */
    REASONING_FIELD("reasoningField", "reasoning_content", "reasoning", "both", "think", "think-close"),
    /** How tool-call deltas are numbered. */
    TOOL_INDEX("toolIndex", "normal", "missing", "zero"),
    /** Whether tool calls are members of their own, or left in the text as the named family of models writes them. */
    TOOL_FORMAT("toolFormat", "members", "kimi", "deepseek", "hermes", "llama"),
    /** Line ends of the event stream. */
    LINE_ENDS("lineEnds", "lf", "crlf"),
    /** A comment line before every event. */
    COMMENTS("comments", "true or false", JsonNode::isBoolean),
    /** Events with non-ASCII text go out in two writes, cut inside a character. */
    SPLIT_UTF8("splitUtf8", "true or false", JsonNode::isBoolean),
    /** What breaks in the middle of the answer. */
    FAULT("fault", Fault.keys()),
    /** Number of stream events sent before the fault; 2 when absent. */
    FAULT_AFTER("faultAfter", "a whole number", JsonNode::isInt),
    /** Error text of the fault. */
    FAULT_MESSAGE("faultMessage", "a text", JsonNode::isTextual);

    private interface Check {
        boolean accepts(JsonNode node);
    }

    private final String key;
    private final String expected;

    @SuppressWarnings("ImmutableEnumChecker") // every check is a stateless lambda
    private final Check check;

    Setting(String key, String expected, Check check) {
        this.key = key;
        this.expected = expected;
        this.check = check;
    }

    Setting(String key, String... values) {
        List<String> allowed = List.of(values);
        this.key = key;
        this.expected = "one of " + String.join(", ", allowed);
        this.check = node -> node.isTextual() && allowed.contains(node.textValue());
    }

    /**
     * The name in JSON.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    boolean accepts(JsonNode node) {
        return check.accepts(node);
    }

    String expected() {
        return expected;
    }

    static Setting of(String key, String source, String where) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return setting;
            }
        }
        throw new ScenarioException(source + ": unknown key \"" + key + "\" in " + where + "; known keys: "
                + Arrays.stream(values()).map(Setting::key).collect(Collectors.joining(", ")));
    }

    private static boolean isTextObject(JsonNode node) {
        if (!node.isObject()) {
            return false;
        }
        for (JsonNode value : node) {
            if (!value.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
