package org.clawdbot.shell.internal.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the real command in processes that never outlive the demo. */
final class Processes implements AutoCloseable {

    private static final List<String> FOREIGN = List.of(
            "CHUTES_API_KEY",
            "CHUTES_OAUTH_TOKEN",
            "CLAWDBOT_CONFIG_PATH",
            "HTTPS_PROXY",
            "https_proxy",
            "HTTP_PROXY",
            "http_proxy",
            "ALL_PROXY",
            "all_proxy");

    private final Path command;
    private final Path state;
    private final List<Process> started = new ArrayList<>();

    Processes(Path command, Path state) {
        this.command = command;
        this.state = state;
    }

    /** Starts the command with the state folder of the demo and nothing of the user's own settings. */
    Process start(List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(command.toString());
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        FOREIGN.forEach(builder.environment()::remove);
        builder.environment().put("CLAWDBOT_STATE_DIR", state.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Ends everything that still runs. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        for (Process process : started) {
            try {
                if (!process.waitFor(3, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            } catch (InterruptedException again) {
                interrupted = true;
                process.destroyForcibly();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
