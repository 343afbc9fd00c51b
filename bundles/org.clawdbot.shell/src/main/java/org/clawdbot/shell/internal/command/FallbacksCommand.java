package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models fallbacks …}. */
abstract class FallbacksCommand extends ShellCommand {

    FallbacksCommand(CommandContext context) {
        super(context);
    }

    final Settings settings() {
        return new Settings(parts().requireConfiguration());
    }

    /** A command that changes the fallbacks. */
    abstract static class Change extends FallbacksCommand {

        @Option(names = "--json", order = 90, description = "Print one JSON document.")
        private boolean json;

        Change(CommandContext context) {
            super(context);
        }

        final void store(Settings settings, List<String> fallbacks) {
            settings.write(settings.setFallbacks(fallbacks));
            tell(
                    fallbacks,
                    "Fallbacks: " + (fallbacks.isEmpty() ? "none" : String.join(", ", fallbacks)),
                    "Updated " + settings.file());
        }

        final void tell(List<String> fallbacks, String... lines) {
            if (json) {
                Json.print(out(), document -> document.put("fallbacks", fallbacks));
            } else {
                List.of(lines).forEach(this::print);
            }
        }
    }

    /** {@code models fallbacks list}. */
    @Command(name = "list", description = "List the fallbacks in the order in which they are tried.")
    static final class Show extends FallbacksCommand {

        @ArgGroup
        private OutputOptions output = new OutputOptions();

        Show(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            List<String> fallbacks = settings().fallbacks();
            if (output.json) {
                Json.print(out(), document -> document.put("fallbacks", fallbacks));
            } else if (fallbacks.isEmpty() && !output.plain) {
                print("No fallbacks.");
            } else {
                fallbacks.forEach(this::print);
            }
            return ExitCode.DONE;
        }
    }

    /** {@code models fallbacks add}. */
    @Command(name = "add", description = "Add a model to the end of the fallbacks.")
    static final class Add extends Change {

        @Parameters(paramLabel = "REF", description = "A reference or an alias.")
        private String model = "";

        @Option(names = "--force", description = "Add it even if no catalog lists it.")
        private boolean force;

        Add(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            Settings settings = settings();
            String reference = References.resolve(parts(), model, force);
            List<String> fallbacks = new ArrayList<>(settings.fallbacks());
            if (fallbacks.contains(reference)) {
                tell(fallbacks, reference + " is a fallback already.");
                return ExitCode.DONE;
            }
            fallbacks.add(reference);
            store(settings, fallbacks);
            return ExitCode.DONE;
        }
    }

    /** {@code models fallbacks remove}. */
    @Command(name = "remove", description = "Remove a model from the fallbacks.")
    static final class Remove extends Change {

        @Parameters(paramLabel = "REF", description = "A reference or an alias.")
        private String model = "";

        Remove(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            Settings settings = settings();
            List<String> fallbacks = new ArrayList<>(settings.fallbacks());
            String target = settings.aliases().getOrDefault(model, model);
            if (!fallbacks.remove(model) && !fallbacks.remove(target)) {
                throw CommandFailure.failed(
                        "not-a-fallback",
                        model + " is not a fallback",
                        "See which are with: clawdbot models fallbacks list");
            }
            store(settings, fallbacks);
            return ExitCode.DONE;
        }
    }

    /** {@code models fallbacks clear}. */
    @Command(name = "clear", description = "Remove all fallbacks.")
    static final class Clear extends Change {

        Clear(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            Settings settings = settings();
            store(settings, List.of());
            return ExitCode.DONE;
        }
    }
}
