package org.clawdbot.chutes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void readsEveryKindOfValueExactly() throws JsonException {
        Object value = Json.parse("{\"n\":0.010399999999999998,\"s\":\"é\",\"l\":[true,false,null,1],\"o\":{}}"
                .getBytes(StandardCharsets.UTF_8));

        Map<String, Object> object = Json.object(value).orElseThrow();
        assertThat(object)
                .containsEntry("n", new BigDecimal("0.010399999999999998"))
                .containsEntry("s", "é")
                .containsEntry("l", Arrays.asList(true, false, null, new BigDecimal(1)))
                .containsEntry("o", Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1", "{} {}", "[1,]", "nul", "{\"a\" 1}"})
    void refusesWhatIsNotOneDocument(String text) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse(text));
    }

    @Test
    void namesLineAndColumnAndNoContent() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> Json.parse("{\n  \"secret\": oops\n}"))
                .withMessageStartingWith("not valid JSON at line 2")
                .withMessageNotContaining("oops")
                .matches(e -> e.line() == 2 && e.column() > 1);
    }

    @Test
    void refusesEndlessNestingAndEndlessNumbers() {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse("[".repeat(100_000)));
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse("9".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "1e-2147483648", "-1E+9999999999"})
    void refusesNumbersThatNothingCanHold(String number) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> Json.parse("{\n\"n\": " + number + "}"))
                .withMessageStartingWith("not valid JSON at line 2");
    }

    @Test
    void takesMembersOnlyInTheKindAskedFor() throws JsonException {
        Map<String, Object> object = Json.object(Json.parse("{\"text\":\"x\",\"list\":[1],\"object\":{}}"))
                .orElseThrow();

        assertThat(Json.text(object, "text")).contains("x");
        assertThat(Json.text(object, "list")).isEmpty();
        assertThat(Json.list(object, "list")).isPresent();
        assertThat(Json.list(object, "missing")).isEmpty();
        assertThat(Json.object(object, "object")).contains(Map.of());
    }
}
