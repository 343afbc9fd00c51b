package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as plain values: {@code Map}, {@code List}, {@code String}, {@code BigDecimal} (exact), {@code Boolean} and
 * null.
 *
 * <p>Depth, number length and string length are limited, so that no input exhausts the memory or the stack.
 */
public final class Json {

    static final int MAX_DEPTH = 64;
    static final int MAX_NUMBER_LENGTH = 400;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private Json() {}

    /**
     * Reads one JSON document.
     *
     * @param utf8 the document, UTF-8
     * @return its value, null for the JSON null
     * @throws JsonException if it is not exactly one JSON document; the message names line and column, never content
     */
    public static @Nullable Object parse(byte[] utf8) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            return document(parser);
        } catch (IOException | ArithmeticException e) {
            throw JsonException.of(e);
        }
    }

    /**
     * Reads one JSON document.
     *
     * @param text the document
     * @return its value, null for the JSON null
     * @throws JsonException if it is not exactly one JSON document; the message names line and column, never content
     */
    public static @Nullable Object parse(String text) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return document(parser);
        } catch (IOException | ArithmeticException e) {
            throw JsonException.of(e);
        }
    }

    /**
     * Takes a value as an object.
     *
     * @param value a value that {@link #parse} gave
     * @return its members, or empty if it is not an object
     */
    @SuppressWarnings("unchecked")
    public static Optional<Map<String, @Nullable Object>> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of((Map<String, @Nullable Object>) map) : Optional.empty();
    }

    /**
     * Takes a member as an object.
     *
     * @param object the members of an object
     * @param name the name of the member
     * @return its members, or empty if it is missing or not an object
     */
    public static Optional<Map<String, @Nullable Object>> object(Map<String, @Nullable Object> object, String name) {
        return object(object.get(name));
    }

    /**
     * Takes a member as a list.
     *
     * @param object the members of an object
     * @param name the name of the member
     * @return its values, or empty if it is missing or not a list
     */
    @SuppressWarnings("unchecked")
    public static Optional<List<@Nullable Object>> list(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof List<?> list ? Optional.of((List<@Nullable Object>) list) : Optional.empty();
    }

    /**
     * Takes a member as text.
     *
     * @param object the members of an object
     * @param name the name of the member
     * @return the text, or empty if it is missing or not text
     */
    public static Optional<String> text(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /**
     * Writes a text as JSON.
     *
     * @param text any text
     * @return the text between quotation marks, with everything escaped that must be
     */
    public static String quote(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static @Nullable Object document(JsonParser parser) throws IOException, JsonException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw JsonException.at(null, null);
        }
        Object value = value(parser, first);
        if (parser.nextToken() != null) {
            throw JsonException.at(parser.currentTokenLocation(), null);
        }
        return value;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static BigDecimal number(JsonParser parser) throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            throw new JsonParseException(parser, "A number beyond all bounds", e);
        }
    }

    private static Map<String, @Nullable Object> members(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return members;
    }

    private static List<@Nullable Object> elements(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return elements;
    }
}
