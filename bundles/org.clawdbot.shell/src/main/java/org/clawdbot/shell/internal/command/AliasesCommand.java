package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.Map;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models aliases …}. */
abstract class AliasesCommand extends ShellCommand {

    AliasesCommand(CommandContext context) {
        super(context);
    }

    final Settings settings() {
        return new Settings(parts().requireConfiguration());
    }

    /** A command that changes the aliases. */
    abstract static class Change extends AliasesCommand {

        @Option(names = "--json", order = 90, description = "Print one JSON document.")
        private boolean json;

        Change(CommandContext context) {
            super(context);
        }

        final void tell(Map<String, String> aliases, String... lines) {
            if (json) {
                Json.print(out(), document -> document.put("aliases", aliases));
            } else {
                List.of(lines).forEach(this::print);
            }
        }
    }

    /** {@code models aliases list}. */
    @Command(name = "list", description = "List the aliases.")
    static final class Show extends AliasesCommand {

        @ArgGroup
        private OutputOptions output = new OutputOptions();

        Show(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            Map<String, String> aliases = settings().aliases();
            if (output.json) {
                Json.print(out(), document -> document.put("aliases", aliases));
            } else if (output.plain) {
                aliases.keySet().forEach(this::print);
            } else if (aliases.isEmpty()) {
                print("No aliases.");
            } else {
                aliases.forEach((alias, reference) -> print(alias + " = " + reference));
            }
            return ExitCode.DONE;
        }
    }

    /** {@code models aliases add}. */
    @Command(name = "add", description = "Give a model a short name.")
    static final class Add extends Change {

        @Parameters(index = "0", paramLabel = "ALIAS", description = "Letters, digits and _ . : -")
        private String alias = "";

        @Parameters(index = "1", paramLabel = "REF", description = "A reference.")
        private String model = "";

        @Option(names = "--force", description = "Add it even if no catalog lists the model.")
        private boolean force;

        Add(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            if (!alias.matches("[A-Za-z0-9_.:-]+")) {
                throw CommandFailure.wrongUsage("An alias has letters, digits and _ . : - only", null);
            }
            Settings settings = settings();
            String reference = References.resolve(parts(), model, force);
            Map<String, String> aliases = settings.aliases();
            String taken = aliases.get(alias);
            if (taken != null && !taken.equals(reference)) {
                throw CommandFailure.failed(
                        "alias-taken",
                        "\"" + alias + "\" stands for " + taken,
                        "Free it with: clawdbot models aliases remove " + alias);
            }
            settings.write(List.of(settings.addAlias(alias, reference)));
            aliases.values().remove(reference);
            aliases.put(alias, reference);
            tell(aliases, alias + " = " + reference, "Updated " + settings.file());
            return ExitCode.DONE;
        }
    }

    /** {@code models aliases remove}. */
    @Command(name = "remove", description = "Take a short name back.")
    static final class Remove extends Change {

        @Parameters(paramLabel = "ALIAS", description = "The short name.")
        private String alias = "";

        Remove(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            Settings settings = settings();
            Map<String, String> aliases = settings.aliases();
            String reference = aliases.remove(alias);
            if (reference == null) {
                throw CommandFailure.failed(
                        "unknown-alias",
                        "There is no alias \"" + alias + "\"",
                        "See which there are with: clawdbot models aliases list");
            }
            settings.write(List.of(settings.removeAlias(reference)));
            tell(aliases, "Removed " + alias + ", which stood for " + reference, "Updated " + settings.file());
            return ExitCode.DONE;
        }
    }
}
