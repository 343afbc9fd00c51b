package org.clawdbot.shell.internal.command;

import java.util.List;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}. */
@Command(
        name = "completion",
        description = "Print a script by which a shell completes commands and options.",
        footer = {
            "",
            "In ~/.bashrc:  source <(clawdbot completion bash)",
            "In ~/.zshrc:   source <(clawdbot completion zsh)"
        })
final class CompletionCommand extends ShellCommand {

    /** The shells there is a script for; it is one script, which asks which of them reads it. */
    enum ShellName {
        /** GNU Bash. */
        bash,
        /** The Z shell. */
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    @SuppressWarnings("UnusedVariable") // the script works for both, but who asks for a third must be told
    private ShellName shell = ShellName.bash;

    CompletionCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected boolean toleratesProblems() {
        return true;
    }

    @Override
    protected int run() {
        out().println(AutoComplete.bash("clawdbot", Commands.TREE.build(context(), List.of("--help"))));
        return ExitCode.DONE;
    }
}
