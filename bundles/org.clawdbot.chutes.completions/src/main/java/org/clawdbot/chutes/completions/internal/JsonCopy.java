package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Copies JSON text of the caller into a request, number for number, and checks it on the way: a part that is not JSON
 * would make the whole request unreadable.
 */
final class JsonCopy {

    /** Names come from the caller, and need not stay for ever; nor need buffers stay with each of thousands of threads. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
            .build();

    /** Keywords of a JSON schema whose members are schemas by name. */
    private static final Set<String> SCHEMAS_BY_NAME =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies");

    /** Keywords of a JSON schema whose value is any JSON, and no schema. */
    private static final Set<String> LITERALS = Set.of("const", "enum", "default", "examples", "example");

    /** What a value is within a schema. */
    private enum Place {
        ANY,
        SCHEMA,
        SCHEMAS_BY_NAME
    }

    private final JsonParser in;
    private final JsonGenerator out;
    private int patterns;

    private JsonCopy(JsonParser in, JsonGenerator out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Copies one value.
     *
     * @param what how to name it to the caller
     * @param text its JSON text
     * @param out where to write it
     */
    static void value(String what, String text, JsonGenerator out) throws IOException {
        copy(what, text, out, Place.ANY);
    }

    /**
     * Copies a schema without its {@code pattern} keywords, which Chutes refuses; a property of that name stays.
     *
     * @param what how to name it to the caller
     * @param text its JSON text
     * @param out where to write it
     * @return how many were left out
     */
    static int schema(String what, String text, JsonGenerator out) throws IOException {
        return copy(what, text, out, Place.SCHEMA);
    }

    /**
     * Copies the members of an object into one that is being written.
     *
     * @param what how to name it to the caller
     * @param text its JSON text
     * @param out where to write them
     */
    static void members(String what, String text, JsonGenerator out) throws IOException {
        try (JsonParser in = FACTORY.createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw refused(what + " must be a JSON object", null);
            }
            new JsonCopy(in, out).members(Place.ANY);
            if (in.nextToken() != null) {
                throw notJson(what, null);
            }
        } catch (JsonProcessingException e) {
            throw notJson(what, e);
        }
    }

    private static int copy(String what, String text, JsonGenerator out, Place place) throws IOException {
        try (JsonParser in = FACTORY.createParser(text)) {
            JsonCopy copy = new JsonCopy(in, out);
            JsonToken first = in.nextToken();
            if (first == null) {
                throw notJson(what, null);
            }
            copy.copy(first, place);
            if (in.nextToken() != null) {
                throw notJson(what, null);
            }
            return copy.patterns;
        } catch (JsonProcessingException e) {
            throw notJson(what, e);
        }
    }

    private static RequestRejectedException notJson(String what, @Nullable JsonProcessingException cause) {
        String where = cause == null || cause.getLocation() == null
                ? ""
                : " (line " + cause.getLocation().getLineNr() + ", column "
                        + cause.getLocation().getColumnNr() + ")";
        return refused(what + " must be one JSON value" + where, cause);
    }

    private static RequestRejectedException refused(String message, @Nullable JsonProcessingException cause) {
        return new RequestRejectedException(
                "invalid-json", message, ErrorDetails.ofProvider(ChutesTransport.PROVIDER), cause);
    }

    private void copy(JsonToken token, Place place) throws IOException {
        switch (token) {
            case START_OBJECT -> {
                out.writeStartObject();
                members(place);
                out.writeEndObject();
            }
            case START_ARRAY -> {
                out.writeStartArray();
                for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                    copy(next, place);
                }
                out.writeEndArray();
            }
            case VALUE_STRING -> out.writeString(WellFormedText.of(in.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
            default -> out.copyCurrentEvent(in);
        }
    }

    private void members(Place place) throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (place == Place.SCHEMA && name.equals("pattern") && value == JsonToken.VALUE_STRING) {
                patterns++;
            } else {
                out.writeFieldName(WellFormedText.of(name));
                copy(value, within(place, name));
            }
        }
    }

    private static Place within(Place place, String name) {
        return switch (place) {
            case ANY -> Place.ANY;
            case SCHEMAS_BY_NAME -> Place.SCHEMA;
            case SCHEMA -> {
                if (SCHEMAS_BY_NAME.contains(name)) {
                    yield Place.SCHEMAS_BY_NAME;
                }
                yield LITERALS.contains(name) ? Place.ANY : Place.SCHEMA;
            }
        };
    }
}
