package org.clawdbot.agent.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.clawdbot.api.tool.ToolException;
import org.junit.jupiter.api.Test;

class CurrentTimeToolTest {

    private final CurrentTimeTool tool =
            new CurrentTimeTool(Clock.fixed(Instant.parse("2026-03-01T23:30:15.5Z"), ZoneId.of("UTC")));

    @Test
    void tellsTheTimeOfTheHostUnlessAZoneIsNamed() throws ToolException {
        assertThat(tool.call("{}")).isEqualTo("Sunday, 2026-03-01T23:30:15Z [UTC]");
        assertThat(tool.call("{\"zone\":\"Europe/Berlin\"}"))
                .isEqualTo("Monday, 2026-03-02T00:30:15+01:00 [Europe/Berlin]");
    }

    @Test
    void saysWhatATimeZoneLooksLike() {
        assertThatExceptionOfType(ToolException.class)
                .isThrownBy(() -> tool.call("{\"zone\":\"Mars\"}"))
                .withMessage("\"Mars\" is not an IANA time zone; use one such as Europe/Berlin or UTC");
    }
}
