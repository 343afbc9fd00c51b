package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.Map;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models auth order …}. */
abstract class AuthOrderCommand extends ShellCommand {

    @Option(names = "--provider", paramLabel = "P", description = "The provider (default: ${DEFAULT-VALUE}).")
    private String provider = OnboardCommand.PROVIDER;

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    AuthOrderCommand(CommandContext context) {
        super(context);
    }

    final String provider() {
        return provider;
    }

    final CredentialStore store() {
        return parts().requireCredentials();
    }

    /** Prints an order: as a document, or in words. */
    final int report(List<String> order, String words) {
        if (json) {
            Json.print(out(), document -> document.put("provider", provider).put("order", order));
        } else {
            print(words);
        }
        return ExitCode.DONE;
    }

    /** {@code models auth order get}. */
    @Command(name = "get", description = "Show the order.")
    static final class Show extends AuthOrderCommand {

        Show(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            List<String> order = store().read().order().getOrDefault(provider(), List.of());
            return report(
                    order,
                    order.isEmpty()
                            ? "No order is set for " + provider() + "; the usual one is used."
                            : String.join("\n", order));
        }
    }

    /** {@code models auth order set}. */
    @Command(name = "set", description = "Set the order; the first is tried first.")
    static final class Set extends AuthOrderCommand {

        @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of stored profiles.")
        private List<String> ids = List.of();

        Set(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            Map<String, Profile> stored = store().read().profiles();
            for (String id : ids) {
                Profile profile = stored.get(id);
                if (profile == null || !profile.provider().equals(provider())) {
                    throw CommandFailure.failed(
                            "unknown-profile",
                            "No profile \"" + id + "\" of " + provider() + " is stored",
                            "See which there are with: clawdbot models auth status");
                }
            }
            store().update(credentials -> credentials.withOrder(provider(), ids));
            return report(ids, "Order: " + String.join(", ", ids));
        }
    }

    /** {@code models auth order clear}. */
    @Command(name = "clear", description = "Go back to the usual order.")
    static final class Clear extends AuthOrderCommand {

        Clear(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            store().update(credentials -> credentials.withOrder(provider(), List.of()));
            return report(List.of(), "The usual order is used for " + provider() + ".");
        }
    }
}
