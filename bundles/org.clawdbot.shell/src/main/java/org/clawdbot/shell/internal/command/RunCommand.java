package org.clawdbot.shell.internal.command;

import org.clawdbot.api.host.StateFolder;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run}. The launcher watches the folder and starts the console; here is only the waiting. */
@Command(name = "run", description = "Run the host in the foreground: console and watched deploy folder.")
final class RunCommand extends ShellCommand {

    @Option(names = "--console", description = "Read commands from standard input even if it is no terminal.")
    @SuppressWarnings("UnusedVariable")
    private boolean console;

    @Option(names = "--no-console", description = "Read no commands even if standard input is a terminal.")
    @SuppressWarnings("UnusedVariable")
    private boolean noConsole;

    RunCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() throws InterruptedException {
        String state = context().properties().apply(StateFolder.PROPERTY);
        say("The host runs"
                + (state == null
                        ? ""
                        : "; drop bundles into " + StateFolder.ofProcess().resolve("deploy")));
        say("Stop it with Ctrl-C.");
        context().stopped().await();
        return ExitCode.DONE;
    }
}
