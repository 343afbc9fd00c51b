package org.clawdbot.requestlog.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object in one line of JSON; what is not known is left out. Names and ids come from users and servers, so whatever
 * looks like a credential in them is blotted out.
 */
final class JsonLine {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final int USUAL_BYTES = 512;
    private static final Pattern CREDENTIAL =
            Pattern.compile("\\b(?:(cpk|cak|crt|csc|sk)[_-][A-Za-z0-9._-]{6,}|(eyJ)[A-Za-z0-9._-]{10,})");

    private final List<Member> members = new ArrayList<>();

    private record Member(String name, Object value) {}

    /**
     * Adds a member.
     *
     * @param value a boolean, a number, a text, another line as an object, a list of such, or null for nothing
     */
    JsonLine put(String name, @Nullable Object value) {
        if (value != null) {
            members.add(new Member(name, value));
        }
        return this;
    }

    /** The line as it is in the file, with its end. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Member member : members) {
            json.writeFieldName(member.name());
            write(member.value(), json);
        }
        json.writeEndObject();
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof BigDecimal amount) {
            json.writeNumber(amount);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof JsonLine object) {
            object.write(json);
        } else if (value instanceof List<?> elements) {
            json.writeStartArray();
            for (Object element : elements) {
                write(element, json);
            }
            json.writeEndArray();
        } else {
            json.writeString(blotted(value.toString()));
        }
    }

    static String blotted(String text) {
        return mayHoldCredential(text)
                ? CREDENTIAL
                        .matcher(text)
                        .replaceAll(found -> (found.group(1) == null ? found.group(2) : found.group(1)) + "_…")
                : text;
    }

    /** Whether one may begin here; hardly any line has one, and to look for the whole of it takes much longer. */
    private static boolean mayHoldCredential(String text) {
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            char before = text.charAt(i - 1);
            boolean named = (c == '_' || c == '-') && (before == 'k' || before == 't' || before == 'c');
            if (named || (c == 'J' && before == 'y')) {
                return true;
            }
        }
        return false;
    }
}
