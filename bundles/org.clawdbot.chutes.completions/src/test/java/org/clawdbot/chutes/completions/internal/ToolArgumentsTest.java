package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolArgumentsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {\"a\" : 1.50 }\n", "{\"a\":\"\\u00e9\",\"b\":[1,{}]}"})
    void whatIsAnObjectStaysToTheLetter(String written) {
        assertThat(ToolArguments.repaired(written, true)).containsSame(written);
        assertThat(ToolArguments.repaired(written, false)).containsSame(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {"a":1                        | {"a":1}
                    {"a":[1,{"b":2                | {"a":[1,{"b":2}]}
                    {"a":"x                       | {"a":"x"}
                    {"a":1,                       | {"a":1}
                    {"a":1,}                      | {"a":1}
                    {"a":[1,2,],"b":2 , }         | {"a":[1,2],"b":2 }
                    {"a":",}"}}                   | {"a":",}"}
                    {"a":1}}]                     | {"a":1}
                    {"a":1}{"a":1}                | {"a":1}
                    {"a":1}{"a": 1}               | {"a":1}
                    {"a":1,"b":2}{"b":2,"a":1}    | {"a":1,"b":2}
                    {}{"a":1}                     | {"a":1}
                    {"a":1}{}                     | {"a":1}
                    "{\\"a\\":1}"                 | {"a":1}
                    """)
    void repairsWhatLeavesNoDoubt(String written, String meant) {
        assertThat(ToolArguments.repaired(written, true)).contains(meant);
    }

    @Test
    void repairsLineBreaksWithinATextAndTheFenceOfACodeBlock() {
        assertThat(ToolArguments.repaired("{\"a\":\"x\ny\tz\r\u0001\"}", true))
                .contains("{\"a\":\"x\\ny\\tz\\r\\u0001\"}");
        assertThat(ToolArguments.repaired("```json\n{\"a\":1}\n```", true)).contains("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}{\"a\":2}",
                "{\"a\":1}{\"a\":\"1\"}",
                "{\"a\":\"b, c=d\"}{\"a\":\"b\",\"c\":\"d\"}",
                "{\"a\":null}{\"a\":\"null\"}",
                "{\"a\":\"x\\",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1,\"b",
                "{\"a\":tr",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1]",
                "[1]",
                "1",
                "null",
                "\"text\"",
                "a text",
                "{\"a\":1} and more",
                "{\"a\":\"\\u12"
            })
    void leavesAloneWhatMayMeanSeveralThings(String written) {
        assertThat(ToolArguments.repaired(written, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1", "{\"a\":\"x", "{\"a\":[1"})
    void neverCompletesWhatWasCutOff(String written) {
        assertThat(ToolArguments.repaired(written, false)).isEmpty();
    }

    @Test
    void nothingAtAllMeansNoArguments() {
        assertThat(ToolArguments.repaired(" \n", true)).contains("{}");
    }

    @Test
    void whatItGivesIsAnObjectWhateverItGets() {
        Random random = new Random(5);
        String alphabet = "{}[]\",:\\ntru1.e- `a\n\u00e9\ud83d";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "{" : "");
            for (int i = random.nextInt(14); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ToolArguments.repaired(text.toString(), random.nextBoolean())
                    .ifPresent(given -> assertThat(ToolArguments.isObject(given))
                            .as(text.toString())
                            .isTrue());
        }
    }

    @Test
    void anObjectThatLacksOnlyItsLastBracketsIsTheSameObject() throws JsonException {
        Random random = new Random(6);
        for (int round = 0; round < 5_000; round++) {
            String whole = "{\"k\":" + RandomJson.value(random, 4) + "}";
            int end = whole.length();
            while (end > 0 && "}]".indexOf(whole.charAt(end - 1)) >= 0 && random.nextInt(4) > 0) {
                end--;
            }
            if (whole.charAt(end - 1) != '{') {
                assertThat(Json.parse(ToolArguments.repaired(whole.substring(0, end), true)
                                .orElseThrow()))
                        .isEqualTo(Json.parse(whole));
            }
        }
    }

    @Test
    void deepNestingIsNoObject() {
        assertThat(ToolArguments.repaired("{\"a\":".repeat(100_000), true)).isEmpty();
        assertThat(ToolArguments.repaired("{".repeat(1_000_000), true)).isEmpty();
        assertThat(ToolArguments.repaired("{}".repeat(1_000_000), true)).isEmpty();
    }
}
