package org.clawdbot.agent.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.clawdbot.api.tool.ToolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalculateToolTest {

    private final CalculateTool tool = new CalculateTool();

    @ParameterizedTest
    @CsvSource({
        "1+2*3, 7",
        "(1 + 2) * 3, 9",
        "0.1+0.2, 0.3",
        "-2*-(3-1), 4",
        "10/4, 2.5",
        "1/3, 0.3333333333333333333333333333333333",
        "100*10, 1000",
        "0*5, 0",
        "99999999999999999999*99999999999999999999, 9999999999999999999800000000000000000001"
    })
    void calculatesExactly(String expression, String value) throws ToolException {
        assertThat(tool.call("{\"expression\":\"" + expression + "\"}")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1/0 | The expression divides by zero",
                "1+ | The expression ends too early at position 3",
                "2^3 | The expression has \"^\" at position 2",
                "(1 | The expression ends too early at position 3",
                "1.2.3 | The expression has \"1\" at position 1",
                "x | The expression has \"x\" at position 1"
            })
    void saysWhatIsWrong(String expression, String message) {
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> tool.call("{\"expression\":\"" + expression + "\"}"))
                .withMessageStartingWith(message);
    }

    @Test
    void refusesWhatIsTooLongOrTooDeep() {
        assertThatExceptionOfType(ToolException.class).isThrownBy(() -> Expression.evaluate("1".repeat(501)));
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> Expression.evaluate("(".repeat(60) + "1" + ")".repeat(60)));
        assertThatExceptionOfType(ToolException.class).isThrownBy(() -> tool.call("{}"));
        assertThatExceptionOfType(ToolException.class).isThrownBy(() -> tool.call("[]"));
    }
}
