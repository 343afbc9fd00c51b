package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code simulator}: a program of its own, which the launcher script starts. */
@Command(name = "simulator", description = "Run a made-up Chutes server on this machine; no account needed.")
@SuppressWarnings("UnusedVariable") // listed for the help only
final class SimulatorCommand extends ShellCommand {

    @Option(names = "--port", paramLabel = "N", description = "Listen on this port (default: a free one, printed).")
    private int port;

    @Option(names = "--scenario", paramLabel = "FILE", description = "Play the rules in this JSON file.")
    private @Nullable String scenario;

    @Option(names = "--json", description = "Print one JSON line with address and key.")
    private boolean json;

    @Unmatched
    private List<String> others = new ArrayList<>();

    SimulatorCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected boolean toleratesProblems() {
        return true;
    }

    @Override
    protected int run() {
        throw CommandFailure.failed(
                "not-here",
                "The simulator is a program of its own and does not run inside the host",
                "Start it with the clawdbot script: ./clawdbot simulator");
    }
}
