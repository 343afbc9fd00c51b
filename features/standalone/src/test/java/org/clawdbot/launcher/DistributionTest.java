package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {

    @TempDir
    Path home;

    @Test
    void readsTheStartLevelsFromTheFolders() throws Exception {
        Path scr = jar("1/scr.jar");
        Path log = jar("1/log.jar");
        Path agent = jar("3/agent.jar");
        jar("9/console.jar");
        jar("10/later.jar");

        assertThat(new Distribution(home).bundlesUpTo(4))
                .containsExactly(entry(1, List.of(log, scr)), entry(3, List.of(agent)));
    }

    @Test
    void takesJarsInNumberedFoldersOnly() throws Exception {
        jar("notes/a.jar");
        jar("1/readme.txt");
        jar("1/.half-copied.jar");
        Path log = jar("1/log.jar");

        assertThat(new Distribution(home).bundlesUpTo(9)).containsExactly(entry(1, List.of(log)));
    }

    @Test
    void namesTheFolderThatIsMissing() {
        assertThatThrownBy(() -> new Distribution(home).bundlesUpTo(4))
                .isInstanceOf(HostException.class)
                .hasMessageContaining(home.resolve("bundles").toString());
    }

    private Path jar(String name) throws IOException {
        Path file = home.resolve("bundles").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
