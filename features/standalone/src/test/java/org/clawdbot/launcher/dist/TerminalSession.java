package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A window in which one command runs, in a state folder of its own; what it does to the terminal is noted. */
final class TerminalSession implements AutoCloseable {

    private final Path home;
    private Tmux tmux;

    TerminalSession(Path home) {
        this.home = home;
    }

    void configure(String text) throws IOException {
        Files.writeString(home.resolve("clawdbot.json"), text);
    }

    /** Starts the command, as words of a shell. */
    void open(String command) throws IOException, InterruptedException {
        Path script = home.resolve("session");
        Files.write(
                script,
                List.of(
                        "cd '" + home + "'",
                        "export CLAWDBOT_STATE_DIR='" + home + "' HOME='" + home + "'",
                        "export JAVA_HOME='" + System.getProperty("java.home") + "'",
                        "unset NO_COLOR COLUMNS LINES CHUTES_API_KEY CHUTES_OAUTH_TOKEN",
                        // Ctrl-C goes to this shell, too, as it is no job of another one
                        "trap : INT",
                        "stty -g >modes.before",
                        // the script replaces itself by Java, so this is the process id of Java
                        "sh -c 'echo $$ >pid; exec \"$0\" " + command + "' '" + Copies.ASSEMBLED.resolve("clawdbot")
                                + "'",
                        "echo rc=$?",
                        "stty -g >modes.after",
                        "exec sleep 600"));
        tmux = Tmux.open(home, 100, 40, "sh '" + script + "'");
    }

    /** Types letters as they are. */
    void type(String text) throws IOException, InterruptedException {
        tmux.type("-l", text);
    }

    /** Presses keys by their names in tmux. */
    void press(String... keys) throws IOException, InterruptedException {
        tmux.type(keys);
    }

    String await(String text) throws IOException, InterruptedException {
        return tmux.await(text);
    }

    String await(Predicate<String> wanted) throws IOException, InterruptedException {
        return tmux.await(wanted);
    }

    void endProcess() throws IOException {
        long host = Long.parseLong(Files.readString(home.resolve("pid")).strip());
        ProcessHandle.of(host).orElseThrow().destroy();
    }

    void assertTerminalIsBack() throws IOException, InterruptedException {
        Path after = home.resolve("modes.after");
        // the shell makes the file before stty writes to it
        tmux.await(shown -> Files.exists(after) && after.toFile().length() > 0);
        assertThat(after).hasSameTextualContentAs(home.resolve("modes.before"));
    }

    @Override
    public void close() throws IOException {
        if (tmux != null) {
            tmux.close();
        }
    }
}
