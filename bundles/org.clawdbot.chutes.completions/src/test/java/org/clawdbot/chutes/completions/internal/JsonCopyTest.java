package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Random;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCopyTest {

    private interface Copy {
        void to(JsonGenerator out) throws IOException;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
        1 | {"type":"string","pattern":"^a$"}                            | {"type":"string"}
        1 | {"properties":{"a":{"pattern":"x"}}}                         | {"properties":{"a":{}}}
        1 | {"items":{"anyOf":[{"pattern":"x"},{"type":"null"}]}}        | {"items":{"anyOf":[{},{"type":"null"}]}}
        2 | {"$defs":{"d":{"pattern":"x"}},"not":{"pattern":"y"}}        | {"$defs":{"d":{}},"not":{}}
        0 | {"properties":{"pattern":{"type":"string"}},"required":["pattern"]} | {"properties":{"pattern":{"type":"string"}},"required":["pattern"]}
        1 | {"properties":{"pattern":{"pattern":"x"}}}                   | {"properties":{"pattern":{}}}
        1 | {"properties":{"properties":{"pattern":"x"}}}                | {"properties":{"properties":{}}}
        0 | {"const":{"pattern":"x"},"enum":[{"pattern":"y"}]}           | {"const":{"pattern":"x"},"enum":[{"pattern":"y"}]}
        0 | {"patternProperties":{"^a":{"type":"string"}}}               | {"patternProperties":{"^a":{"type":"string"}}}
        0 | true                                                         | true
        """)
    void leavesPatternsOutOfASchemaAndNothingElse(int removed, String schema, String left) throws IOException {
        int[] count = new int[1];

        assertThat(copied(out -> count[0] = JsonCopy.schema("It", schema, out))).isEqualTo(left);
        assertThat(count[0]).isEqualTo(removed);
    }

    @Test
    void copiesNumbersDigitByDigit() throws IOException {
        String numbers = "[0.10,1e400,123456789012345678901234567890,-0,1.0E-5]";

        assertThat(copied(out -> JsonCopy.value("It", numbers, out))).isEqualTo(numbers);
    }

    @Test
    void copiesAnyJson() throws IOException, JsonException {
        Random random = new Random(2);
        for (int round = 0; round < 5_000; round++) {
            String value = RandomJson.value(random, 5);

            assertThat(Json.parse(copied(out -> JsonCopy.value("It", value, out))))
                    .isEqualTo(Json.parse(value));
            assertThat(Json.parse(copied(out -> JsonCopy.schema("It", value, out))))
                    .isEqualTo(Json.parse(value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":}", "nothing", "1 2", "{} {}", "'a'"})
    void namesAPartThatIsNotJson(String text) {
        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> copied(out -> JsonCopy.value("The member x", text, out)))
                .withMessageStartingWith("The member x must be one JSON value")
                .satisfies(e -> assertThat(e.code()).isEqualTo("invalid-json"));
    }

    private static String copied(Copy copy) throws IOException {
        StringWriter text = new StringWriter();
        JsonGenerator out = new JsonFactory().createGenerator(text);
        copy.to(out);
        out.flush();
        return text.toString();
    }
}
