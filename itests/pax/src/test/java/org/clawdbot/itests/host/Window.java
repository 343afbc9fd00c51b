package org.clawdbot.itests.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A terminal that nobody looks at: a window of tmux, with a server of its own. */
final class Window implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Path socket;

    private Window(Path socket) {
        this.socket = socket;
    }

    static boolean possible() throws InterruptedException {
        try {
            return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** Runs a command line of the shell in a window. */
    static Window open(Path folder, String commandLine) throws IOException, InterruptedException {
        Window window = new Window(folder.resolve("tmux"));
        window.call("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", commandLine);
        return window;
    }

    /** Types letters as they are. */
    void type(String text) throws IOException, InterruptedException {
        call("send-keys", "-l", text);
    }

    /** Presses a key by its name in tmux. */
    void press(String key) throws IOException, InterruptedException {
        call("send-keys", key);
    }

    String await(String text) throws IOException, InterruptedException {
        return await(shown -> shown.contains(text));
    }

    String await(Predicate<String> wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String shown = call("capture-pane", "-p");
        while (!wanted.test(shown)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The window never showed it; it shows:\n" + shown);
            }
            TimeUnit.MILLISECONDS.sleep(50);
            shown = call("capture-pane", "-p");
        }
        return shown;
    }

    private String call(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("TMUX");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        try {
            call("kill-server");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
