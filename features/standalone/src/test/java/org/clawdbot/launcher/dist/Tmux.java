package org.clawdbot.launcher.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A real terminal that nobody looks at: a window of tmux, with a server of its own. */
final class Tmux implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger OPENED = new AtomicInteger();

    private final Path socket;

    private Tmux(Path socket) {
        this.socket = socket;
    }

    static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("tmux", "-V")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * Runs a shell command line in a window of this size. Each has a server of its own: one that is about to end still
     * answers at its socket.
     */
    static Tmux open(Path folder, int columns, int rows, String commandLine) throws IOException, InterruptedException {
        Tmux tmux = new Tmux(folder.resolve("tmux" + OPENED.incrementAndGet()));
        tmux.call(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                String.valueOf(columns),
                "-y",
                String.valueOf(rows),
                commandLine);
        return tmux;
    }

    void type(String... keys) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("send-keys"));
        words.addAll(List.of(keys));
        call(words.toArray(String[]::new));
    }

    void resize(int columns, int rows) throws IOException, InterruptedException {
        call("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    }

    String shown() throws IOException, InterruptedException {
        return call("capture-pane", "-p");
    }

    String shownWithColours() throws IOException, InterruptedException {
        return call("capture-pane", "-p", "-e");
    }

    String await(Predicate<String> wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String shown = shown();
        while (!wanted.test(shown)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the window never showed it; it shows:\n" + shown);
            }
            TimeUnit.MILLISECONDS.sleep(50);
            shown = shown();
        }
        return shown;
    }

    String await(String text) throws IOException, InterruptedException {
        return await(shown -> shown.contains(text));
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
