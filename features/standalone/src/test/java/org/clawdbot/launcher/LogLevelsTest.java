package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelsTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

    @Test
    void writesInfoToTheFileOnlyUnlessTold() {
        assertThat(LogLevels.of(null, err)).isEqualTo(new LogLevels(Level.INFO, false));
        assertThat(LogLevels.of(" ", err)).isEqualTo(new LogLevels(Level.INFO, false));
    }

    @ParameterizedTest
    @CsvSource({
        "off, OFF, OFF, ERROR, 0",
        "error, ERROR, SEVERE, ERROR, 1",
        "WARN, WARNING, WARNING, WARN, 2",
        "info, INFO, INFO, INFO, 3",
        "Debug, DEBUG, FINE, DEBUG, 3",
        "trace, TRACE, FINER, TRACE, 4"
    })
    void translatesEachName(String name, Level level, String javaLogging, String osgiLog, int felix) {
        LogLevels levels = LogLevels.of(name, err);

        assertThat(levels.level()).isEqualTo(level);
        assertThat(levels.forJavaLogging().getName()).isEqualTo(javaLogging);
        assertThat(levels.forOsgiLog()).isEqualTo(osgiLog);
        assertThat(levels.forFelix()).isEqualTo(felix);
        assertThat(said.size()).isZero();
    }

    @Test
    void saysWhichNamesThereAre() {
        assertThat(LogLevels.of("loud", err)).isEqualTo(new LogLevels(Level.INFO, false));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("CLAWDBOT_LOG", "loud", "debug");
    }
}
