package org.clawdbot.itests.oauth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running {@link WorkerMain}, seen from the test. */
final class Worker implements AutoCloseable {

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    private Worker(Process process) {
        this.process = process;
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts one that is not ready yet. */
    static Worker start(Path state, String accountUrl, Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        accountUrl))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("CLAWDBOT_")
                        || name.startsWith("CHUTES_")
                        || name.startsWith("SSH_")
                        || List.of("REMOTE_CONTAINERS", "CODESPACES", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
                                .contains(name));
        environment.put("CLAWDBOT_STATE_DIR", state.toString());
        environment.putAll(variables);
        return new Worker(builder.start());
    }

    /** Tells it to begin at a time of the machine's clock. */
    void tell(long millisecond, String command, String profile) throws IOException {
        in.write(millisecond + " " + command + " " + profile + "\n");
        in.flush();
    }

    String answer() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("a worker ended by itself");
        }
        return line;
    }

    String ask(String command, String profile) throws IOException {
        tell(0, command, profile);
        return answer();
    }

    /** As {@code kill -9} does it. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
