package org.clawdbot.shell.internal.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;

/** {@code demo}. */
@Command(
        name = "demo",
        description = "The whole tour against a made-up Chutes server: no account, no network.",
        footer = {"", "Every step is a real command in a process of its own; it ends with 0 only if all of them worked."
        })
public final class DemoCommand extends ShellCommand {

    /** The system property in which the launcher says how it was started. */
    static final String COMMAND = "clawdbot.command";

    /** Creates the command. */
    public DemoCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected boolean toleratesProblems() {
        return true;
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        String command = context().properties().apply(COMMAND);
        if (command == null || command.isBlank()) {
            throw CommandFailure.failed(
                    "no-command",
                    "The demo runs the real command, and nobody said where that is (system property " + COMMAND + ")",
                    "Start it with the clawdbot script: ./clawdbot demo");
        }
        try (Workspace workspace = Workspace.create();
                Processes processes = new Processes(Path.of(command), workspace.folder())) {
            new Tour(processes, workspace, terminal()).run();
        }
        return ExitCode.DONE;
    }
}
