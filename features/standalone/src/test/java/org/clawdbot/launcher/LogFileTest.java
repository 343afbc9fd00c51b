package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    Path state;

    @Test
    void createsNothingBeforeTheFirstRecord() {
        new LogFile(States.in(state)).close();

        assertThat(state.resolve("logs")).doesNotExist();
    }

    @Test
    void belongsToTheOwnerAlone() throws IOException {
        try (LogFile file = new LogFile(States.in(state))) {
            file.append("x\n");
        }

        assertThat(mode(state.resolve("logs"))).isEqualTo("rwx------");
        assertThat(mode(log())).isEqualTo("rw-------");
    }

    @Test
    void appendsToWhatEarlierProcessesWrote() throws IOException {
        for (String line : new String[] {"one\n", "two\n"}) {
            try (LogFile file = new LogFile(States.in(state))) {
                file.append(line);
            }
        }

        assertThat(log()).hasContent("one\ntwo");
    }

    @Test
    void keepsOneFormerFileWhenItGrowsTooLarge() throws IOException {
        try (LogFile file = new LogFile(States.in(state), 8)) {
            for (String line : new String[] {"first one\n", "second one\n", "third\n"}) {
                file.append(line);
            }
        }

        assertThat(log()).hasContent("third");
        assertThat(log().resolveSibling("clawdbot.log.1")).hasContent("second one");
    }

    @Test
    void followsWhenAnotherProcessHasMovedTheFile() throws IOException {
        try (LogFile mine = new LogFile(States.in(state), 8);
                LogFile other = new LogFile(States.in(state), 8)) {
            mine.append("a long line\n");
            other.append("from the other\n");

            mine.append("mine\n");
        }

        assertThat(log().resolveSibling("clawdbot.log.1")).hasContent("from the other");
        assertThat(log()).hasContent("mine");
    }

    private Path log() {
        return state.resolve("logs/clawdbot.log");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
