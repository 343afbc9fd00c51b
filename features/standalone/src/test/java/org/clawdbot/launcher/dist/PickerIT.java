package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code models pick} in a real terminal; the list is pinned in a file, so nothing else is needed. */
class PickerIT {

    @TempDir
    Path home;

    private Tmux tmux;

    @BeforeEach
    void pinAList() throws Exception {
        assumeTrue(Tmux.installed(), "tmux is not installed");
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            rows.append(i == 1 ? "" : ",")
                    .append("{\"id\":\"vendor/Model-")
                    .append(i)
                    .append("\",\"context_length\":131072,\"confidential_compute\":")
                    .append(i % 2 == 0)
                    .append(",\"supported_features\":[\"tools\"],\"pricing\":{\"prompt\":0.1,\"completion\":0.5}}");
        }
        Files.writeString(home.resolve("models.json"), "{\"data\":[" + rows + "]}");
        Files.writeString(
                home.resolve("clawdbot.json"),
                "{ models: { providers: { chutes: { catalog: { file: \"" + home.resolve("models.json")
                        + "\" } } } } }");
    }

    @AfterEach
    void closeTheWindow() throws Exception {
        if (tmux != null) {
            tmux.close();
        }
    }

    @Test
    void choosesWithKeysAndGivesTheTerminalBack() throws Exception {
        open(80, 24, "");
        assertThat(tmux.await("40 of 40").lines().toList())
                .hasSizeLessThanOrEqualTo(24)
                .first()
                .asString()
                .startsWith("Choose the default model");

        tmux.type("model-3");
        tmux.await("13 of 40");
        tmux.type("C-t");
        tmux.await("5 of 40 · TEE only");
        tmux.type("Down", "Enter");

        String shown = tmux.await("rc=0");
        assertThat(shown)
                .contains("before", "Default model: chutes/vendor/Model-3")
                .doesNotContain("Filter:");
        assertThat(Files.readString(home.resolve("clawdbot.json"))).contains("chutes/vendor/Model-3");
        assertTerminalIsBack();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Escape", "C-c"})
    void leavesWithoutAChange(String key) throws Exception {
        open(80, 10, "");
        tmux.await("40 of 40");

        tmux.type(key);

        assertThat(tmux.await("rc=130")).contains("nothing has changed");
        assertTerminalIsBack();
    }

    @Test
    void followsTheSizeOfTheWindow() throws Exception {
        open(80, 24, "");
        tmux.await("40 of 40");

        tmux.resize(140, 30);
        tmux.await(shown -> shown.contains(" │ vendor/Model-1"));
        tmux.resize(60, 10);
        tmux.await(shown -> shown.lines().toList().size() <= 10 && shown.contains("Esc leave") && !shown.contains("│"));
        tmux.type("Escape");
        tmux.await("rc=130");
    }

    @Test
    void givesTheTerminalBackWhenTheProcessIsToldToEnd() throws Exception {
        open(80, 24, "");
        tmux.await("40 of 40");

        long host = Long.parseLong(Files.readString(home.resolve("pid")).strip());
        ProcessHandle.of(host).orElseThrow().destroy();

        assertThat(tmux.await("rc=143")).doesNotContain("Filter:");
        assertTerminalIsBack();
    }

    @Test
    void coloursOnlyWhereColourIsWelcome() throws Exception {
        open(80, 24, "");
        tmux.await("40 of 40");
        assertThat(tmux.shownWithColours()).contains("\u001b[7m");
        tmux.close();

        open(80, 24, "NO_COLOR=1 ");
        tmux.await("40 of 40");
        assertThat(tmux.shownWithColours()).doesNotContain("\u001b[");
    }

    private void open(int columns, int rows, String variables) throws IOException, InterruptedException {
        Path script = home.resolve("session");
        Files.write(
                script,
                List.of(
                        "cd '" + home + "'",
                        "export CLAWDBOT_STATE_DIR='" + home + "' HOME='" + home + "'",
                        "export JAVA_HOME='" + System.getProperty("java.home") + "'",
                        "unset NO_COLOR COLUMNS LINES",
                        "echo before",
                        "stty -g >modes.before",
                        // the script replaces itself by Java, so this is the process id of Java
                        variables + "sh -c 'echo $$ >pid; exec \"$0\" models pick' '"
                                + Copies.ASSEMBLED.resolve("clawdbot") + "'",
                        "echo rc=$?",
                        "stty -g >modes.after",
                        "exec sleep 600"));
        tmux = Tmux.open(home, columns, rows, "sh '" + script + "'");
    }

    private void assertTerminalIsBack() throws Exception {
        Path after = home.resolve("modes.after");
        // the shell makes the file before stty writes to it
        tmux.await(shown -> Files.exists(after) && after.toFile().length() > 0);
        assertThat(after).hasSameTextualContentAs(home.resolve("modes.before"));
    }
}
