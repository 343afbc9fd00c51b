package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.testkit.simulator.http.Json;

/** Makes a value that satisfies an ordinary JSON schema, with words of the user where they fit. */
final class SchemaSample {

    private static final Pattern PLACE =
            Pattern.compile("\\b(?:in|for|at|near)\\s+(\\p{Lu}[\\p{L}-]+(?:\\s\\p{Lu}[\\p{L}-]+)*)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
    private static final Pattern FORMULA = Pattern.compile("[(\\d][\\d\\s+*/().,^-]*[)\\d]");
    private static final int MAX_DEPTH = 8;

    private final String userText;
    private final boolean optionalToo;

    SchemaSample(String userText, boolean optionalToo) {
        this.userText = userText;
        this.optionalToo = optionalToo;
    }

    JsonNode object(JsonNode schema) {
        JsonNode made = value("", schema, 0);
        return made.isObject() ? made : Json.object();
    }

    private JsonNode value(String name, JsonNode schema, int depth) {
        JsonNode ready = ready(schema);
        if (!ready.isMissingNode()) {
            return ready;
        }
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (type(schema)) {
            case "object" -> members(schema, depth);
            case "array" ->
                depth < MAX_DEPTH && (optionalToo || schema.path("minItems").asInt(0) > 0)
                        ? make.arrayNode().add(value(name, schema.path("items"), depth + 1))
                        : make.arrayNode();
            case "integer" -> make.numberNode((long) number(schema));
            case "number" -> make.numberNode(number(schema));
            case "boolean" -> make.booleanNode(true);
            case "null" -> make.nullNode();
            default ->
                make.textNode(text(
                        name.toLowerCase(Locale.ROOT), schema.path("format").asText()));
        };
    }

    private static JsonNode ready(JsonNode schema) {
        for (String key : new String[] {"const", "default"}) {
            if (schema.has(key)) {
                return schema.get(key);
            }
        }
        JsonNode first = schema.path("enum").path(0);
        return first.isMissingNode() ? schema.path("examples").path(0) : first;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        String name = type.isArray() ? type.path(0).asText() : type.asText();
        return name.isEmpty() && schema.has("properties") ? "object" : name;
    }

    private ObjectNode members(JsonNode schema, int depth) {
        ObjectNode made = Json.object();
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            boolean required = false;
            for (JsonNode name : schema.path("required")) {
                required |= name.asText().equals(member.getKey());
            }
            if (depth < MAX_DEPTH && (required || optionalToo)) {
                made.set(member.getKey(), value(member.getKey(), member.getValue(), depth + 1));
            }
        }
        return made;
    }

    private double number(JsonNode schema) {
        Matcher matcher = NUMBER.matcher(userText);
        double found = matcher.find() ? Double.parseDouble(matcher.group()) : 1;
        double low = schema.path("minimum").asDouble(Math.min(found, 0));
        double high = schema.path("maximum").asDouble(Math.max(found, low));
        return Math.max(low, Math.min(high, found));
    }

    private String text(String name, String format) {
        String formatted =
                switch (format) {
                    case "date-time" -> "2026-01-02T03:04:05Z";
                    case "date" -> "2026-01-02";
                    case "uri" -> "https://example.com/";
                    default -> "";
                };
        if (!formatted.isEmpty()) {
            return formatted;
        }
        if (name.contains("zone")) {
            return "UTC";
        }
        if (name.contains("city") || name.contains("location") || name.contains("place")) {
            Matcher matcher = PLACE.matcher(userText);
            return matcher.find() ? matcher.group(1) : "Paris";
        }
        if (name.contains("expression") || name.contains("formula")) {
            Matcher matcher = FORMULA.matcher(userText);
            return matcher.find() ? matcher.group().strip() : "1 + 1";
        }
        return userText.isBlank() ? "sample" : userText;
    }
}
