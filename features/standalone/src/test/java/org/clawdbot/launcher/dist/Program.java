package org.clawdbot.launcher.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Starts the script as a process of its own, with an environment that holds nothing of the developer's. */
final class Program {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path script;
    private final Path folder;
    private final Map<String, String> variables = new TreeMap<>();

    private Path input = Path.of("/dev/null");

    /**
     * @param script what to start
     * @param folder an empty folder, for the home and the output
     */
    Program(Path script, Path folder) {
        this.script = script;
        this.folder = folder;
    }

    Program with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Program typing(String text) throws IOException {
        input = Files.writeString(Files.createTempFile(folder, "in", ""), text);
        return this;
    }

    Result run(String... args) throws IOException, InterruptedException {
        return start(args).end();
    }

    Running start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("CLAWDBOT_") || name.startsWith("LC_"));
        environment.keySet().removeAll(List.of("LANG", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        environment.put("HOME", folder.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.putAll(variables);
        return new Running(builder.start(), out, err);
    }

    /** How a process ended. */
    record Result(int exit, String out, String err) {}

    /** A process that may still be running. */
    record Running(Process process, Path outFile, Path errFile) {

        String out() {
            return read(outFile);
        }

        String err() {
            return read(errFile);
        }

        void awaitOut(String text) throws InterruptedException {
            await(() -> out().contains(text), text);
        }

        void awaitErr(String text) throws InterruptedException {
            await(() -> err().contains(text), text);
        }

        Result end() throws InterruptedException {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running; so far: " + out() + err());
            }
            return new Result(process.exitValue(), out(), err());
        }

        private void await(BooleanSupplier seen, String text) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!seen.getAsBoolean()) {
                if (!process.isAlive() && !seen.getAsBoolean() || System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw new AssertionError("never said '" + text + "'; it said: " + out() + err());
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
