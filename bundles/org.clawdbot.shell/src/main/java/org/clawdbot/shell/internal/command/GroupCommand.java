package org.clawdbot.shell.internal.command;

import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only leads to others; by itself it shows which. */
class GroupCommand extends ShellCommand {

    @Spec
    private @Nullable CommandSpec spec;

    GroupCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected boolean toleratesProblems() {
        return true;
    }

    @Override
    protected int run() {
        if (spec != null) {
            spec.commandLine().usage(terminal().err());
        }
        return ExitCode.WRONG_USAGE;
    }

    /** {@code sessions …}. */
    @Command(name = "sessions", description = "The conversations that are kept.")
    static final class Sessions extends GroupCommand {
        Sessions(CommandContext context) {
            super(context);
        }
    }

    /** {@code models …}. */
    @Command(name = "models", description = "Choose models and sign in to their providers.")
    static final class Models extends GroupCommand {
        Models(CommandContext context) {
            super(context);
        }
    }

    /** {@code models auth …}. */
    @Command(name = "auth", description = "Sign in and out, and choose among credentials.")
    static final class Auth extends GroupCommand {
        Auth(CommandContext context) {
            super(context);
        }
    }

    /** {@code models auth order …}. */
    @Command(name = "order", description = "The order in which credentials are tried.")
    static final class Order extends GroupCommand {
        Order(CommandContext context) {
            super(context);
        }
    }

    /** {@code models fallbacks …}. */
    @Command(name = "fallbacks", description = "The models tried when the default model cannot answer.")
    static final class Fallbacks extends GroupCommand {
        Fallbacks(CommandContext context) {
            super(context);
        }
    }

    /** {@code models cooldowns …}. */
    @Command(name = "cooldowns", description = "What failed a short while ago and rests.")
    static final class Cooldowns extends GroupCommand {
        Cooldowns(CommandContext context) {
            super(context);
        }
    }

    /** {@code models aliases …}. */
    @Command(name = "aliases", description = "Short names for models.")
    static final class Aliases extends GroupCommand {
        Aliases(CommandContext context) {
            super(context);
        }
    }
}
