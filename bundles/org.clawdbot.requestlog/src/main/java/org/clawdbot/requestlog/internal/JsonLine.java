package org.clawdbot.requestlog.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of JSON; what is not known is left out. Names and ids come from users and servers, so whatever looks
 * like a credential in them is blotted out.
 */
final class JsonLine {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final int USUAL_BYTES = 512;
    private static final Pattern CREDENTIAL =
            Pattern.compile("\\b(?:(cpk|cak|crt|csc|sk)[_-][A-Za-z0-9._-]{6,}|(eyJ)[A-Za-z0-9._-]{10,})");

    private final JsonGenerator json;

    private JsonLine(JsonGenerator json) {
        this.json = json;
    }

    /** The line as it is in the file, with its end. */
    static byte[] of(Consumer<JsonLine> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            members.accept(new JsonLine(json));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    JsonLine put(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        try {
            json.writeFieldName(name);
            if (value instanceof Boolean truth) {
                json.writeBoolean(truth);
            } else if (value instanceof BigDecimal amount) {
                json.writeNumber(amount);
            } else if (value instanceof Number number) {
                json.writeNumber(number.longValue());
            } else {
                json.writeString(blotted(value.toString()));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return this;
    }

    JsonLine object(String name, Consumer<JsonLine> members) {
        try {
            json.writeObjectFieldStart(name);
            members.accept(this);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return this;
    }

    <T> JsonLine array(String name, List<T> elements, BiConsumer<JsonLine, T> members) {
        try {
            json.writeArrayFieldStart(name);
            for (T element : elements) {
                json.writeStartObject();
                members.accept(this, element);
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return this;
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
