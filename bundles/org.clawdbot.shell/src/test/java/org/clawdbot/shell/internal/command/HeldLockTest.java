package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLockTest {

    @TempDir
    Path folder;

    @Test
    void namesTheProcessThatHoldsALock() throws IOException {
        Path held = Files.createFile(folder.resolve("auth-profiles.json.lock"));
        Path free = Files.createFile(folder.resolve("free.json.lock"));

        assertThat(HeldLock.among(List.of(held, free), List.of(line(held, 4711), "garbage")))
                .containsExactly(new HeldLock(held, 4711));
    }

    @Test
    void aLockOfThisVeryProcessIsNoFinding() throws IOException {
        Path held = Files.createFile(folder.resolve("a.json.lock"));

        assertThat(HeldLock.among(
                        List.of(held),
                        List.of(line(held, ProcessHandle.current().pid()))))
                .isEmpty();
    }

    private static String line(Path file, long process) throws IOException {
        return "1: POSIX  ADVISORY  WRITE " + process + " 08:02:" + Files.getAttribute(file, "unix:ino") + " 0 EOF";
    }
}
