package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogHandlerTest {

    @TempDir
    Path state;

    private final ByteArrayOutputStream echo = new ByteArrayOutputStream();

    @Test
    void writesOneLineWithTimeLevelProcessAndLogger() throws IOException {
        publish(new PrintStream(echo, true, StandardCharsets.UTF_8), entry(Level.WARNING, "careful: {0}"));

        String line = Files.readString(state.resolve("logs/clawdbot.log"));
        assertThat(line)
                .matches("\\S+Z WARN  " + ProcessHandle.current().pid() + " org.clawdbot.test: careful: \\{0}\n");
        assertThat(echo.toString(StandardCharsets.UTF_8)).isEqualTo(line);
    }

    @Test
    void indentsWhatDoesNotFitOnTheLine() throws IOException {
        LogRecord entry = entry(Level.SEVERE, "first\n2026-01-01T00:00:00Z INFO forged");
        entry.setThrown(new IllegalStateException("no"));

        publish(null, entry);

        assertThat(Files.readAllLines(state.resolve("logs/clawdbot.log")))
                .satisfies(lines -> assertThat(lines.get(0)).endsWith("first"))
                .satisfies(lines -> assertThat(lines.get(1)).isEqualTo("    2026-01-01T00:00:00Z INFO forged"))
                .satisfies(lines -> assertThat(lines.get(2)).isEqualTo("    java.lang.IllegalStateException: no"));
    }

    @Test
    void neverThrowsWhenTheLogCannotBeWritten() throws IOException {
        Files.writeString(state.resolve("logs"), "a file where the folder should be");

        publish(new PrintStream(echo, true, StandardCharsets.UTF_8), entry(Level.INFO, "said all the same"));

        assertThat(echo.toString(StandardCharsets.UTF_8)).contains("said all the same");
    }

    private void publish(PrintStream stream, LogRecord entry) {
        LogHandler handler = new LogHandler(new LogFile(States.in(state)), stream);
        handler.publish(entry);
        handler.close();
    }

    private static LogRecord entry(Level level, String message) {
        LogRecord entry = new LogRecord(level, message);
        entry.setLoggerName("org.clawdbot.test");
        return entry;
    }
}
