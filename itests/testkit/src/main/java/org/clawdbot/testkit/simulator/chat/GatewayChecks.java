package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.Refusal;

/** What the gateway refuses before an engine sees the request; one method per stage of the documented order. */
final class GatewayChecks {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private GatewayChecks() {}

    static ObjectNode parse(String body) {
        try {
            JsonNode parsed = STRICT.readTree(body);
            if (parsed instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "Invalid request JSON: " + e.getOriginalMessage());
        }
        throw new Refusal(400, "Invalid request JSON: an object is expected");
    }

    static void checkContent(ObjectNode body) {
        for (JsonNode message : body.path("messages")) {
            for (JsonNode part : message.path("content")) {
                String type = part.path("type").asText();
                if (type.equals("file") || type.equals("file_url")) {
                    throw new Refusal(400, "File content not currently supported");
                }
            }
        }
        if (body.hasNonNull("guided_regex") || body.path("structured_outputs").hasNonNull("regex")) {
            throw new Refusal(400, "Regex-based structured output is temporarily disabled.");
        }
        if (hasPattern(body.path("response_format"))
                || hasPattern(body.path("guided_json"))
                || hasPattern(body.path("structured_outputs"))) {
            throw new Refusal(
                    400, "Regex-based structured output (JSON schema 'pattern' fields) is temporarily disabled.");
        }
    }

    // A property that is called "pattern" has an object as value; the schema keyword has a text.
    private static boolean hasPattern(JsonNode schema) {
        if (schema.path("pattern").isTextual()) {
            return true;
        }
        for (JsonNode child : schema) {
            if (hasPattern(child)) {
                return true;
            }
        }
        return false;
    }

    static void checkTee(JsonNode row, boolean teeOnly) {
        if (teeOnly && !row.path("confidential_compute").asBoolean(false)) {
            throw new Refusal(
                    426,
                    "This chute does not have TEE enabled. Please remove the X-TEE-Only header, or use a TEE-enabled"
                            + " chute.");
        }
    }

    static boolean streaming(ObjectNode body) {
        JsonNode stream = body.get("stream");
        if (stream == null) {
            return false;
        }
        if (!stream.isBoolean()) {
            throw new Refusal(404, "No matching cord found!");
        }
        return stream.booleanValue();
    }

    static void checkHistory(ObjectNode body) {
        for (JsonNode message : body.path("messages")) {
            for (JsonNode call : message.path("tool_calls")) {
                JsonNode arguments = call.path("function").path("arguments");
                if (!arguments.isTextual() || !isJson(arguments.textValue())) {
                    throw new Refusal(400, "Invalid tool_calls.function.arguments value, expected JSON");
                }
            }
        }
    }

    private static boolean isJson(String text) {
        try {
            return !STRICT.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** A refusal by the engine: its JSON is text inside the gateway's text. */
    static Refusal engine(String message) {
        ObjectNode error = Json.object()
                .put("object", "error")
                .put("message", message)
                .put("type", "BadRequestError")
                .putNull("param")
                .put("code", 400);
        return new Refusal(
                400, "Invalid request: Invalid request: " + Json.object().<ObjectNode>set("detail", error));
    }
}
