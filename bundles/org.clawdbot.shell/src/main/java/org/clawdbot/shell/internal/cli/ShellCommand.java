package org.clawdbot.shell.internal.cli;

import java.io.IOException;
import java.io.PrintStream;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.terminal.Terminal;
import picocli.CommandLine.Option;

/** What every command has in common. */
public abstract class ShellCommand {

    private final CommandContext context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 100,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli prints the help before the command would run
    private boolean help;

    /** Creates a command. */
    protected ShellCommand(CommandContext context) {
        this.context = context;
    }

    /** Does what the command is for and gives its exit code. */
    protected abstract int run() throws IOException, InterruptedException;

    /** Says whether a broken configuration file ends the command before it begins. */
    protected boolean needsConfiguration() {
        return true;
    }

    /** Says whether the command does not even mention problems of the configuration file, or tells them itself. */
    protected boolean toleratesProblems() {
        return false;
    }

    /** Gives what the command runs with. */
    protected final CommandContext context() {
        return context;
    }

    /** Gives what the host has. */
    protected final Parts parts() {
        return context.parts();
    }

    /** Gives where to read and write. */
    protected final Terminal terminal() {
        return context.terminal();
    }

    /** Gives where the result goes. */
    protected final PrintStream out() {
        return terminal().out();
    }

    /** Prints a line of the result, of which a terminal obeys nothing. */
    protected final void print(String line) {
        out().println(terminal().onOut(line));
    }

    /** Tells the user something that is not the result. */
    protected final void say(String message) {
        terminal().err().println(terminal().onErr(message));
    }

    /** Warns the user. */
    protected final void warn(String message) {
        terminal().err().println(terminal().onErr("clawdbot: warning: " + message));
    }
}
