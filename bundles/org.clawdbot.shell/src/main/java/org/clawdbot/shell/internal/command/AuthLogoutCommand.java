package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.shell.internal.Parts.Strategy;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models auth logout}. */
@Command(name = "logout", description = "Forget a stored credential, and revoke it where that is possible.")
final class AuthLogoutCommand extends ShellCommand {

    @Option(names = "--provider", paramLabel = "P", description = "The provider (default: ${DEFAULT-VALUE}).")
    private String provider = OnboardCommand.PROVIDER;

    @Option(names = "--profile", paramLabel = "ID", description = "Which one, if several are stored.")
    private @Nullable String profile;

    AuthLogoutCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        Map<String, Strategy> stored = new LinkedHashMap<>();
        List<String> elsewhere = new ArrayList<>();
        for (Strategy strategy : parts().strategies()) {
            if (strategy.provider().equals(provider)) {
                for (ProfileStatus status : strategy.service().profiles()) {
                    if (status.source() == ProfileStatus.Source.PROFILE) {
                        stored.put(status.profileId(), strategy);
                    } else {
                        elsewhere.add(status.profileId());
                    }
                }
            }
        }
        String id = choose(stored);
        Strategy strategy = stored.get(id);
        if (strategy == null || strategy.service().signOut(id).isEmpty()) {
            throw CommandFailure.failed("unknown-profile", "No profile \"" + id + "\" is stored", SEE);
        }
        parts().configuration().map(Settings::new).ifPresent(settings -> {
            if (settings.hasProfile(id)) {
                settings.write(List.of(settings.removeProfile(id)));
            }
        });
        print("Signed out: " + id);
        if (!elsewhere.isEmpty()) {
            say("A credential from the environment or the configuration is still used: "
                    + String.join(", ", elsewhere));
        }
        return ExitCode.DONE;
    }

    private static final String SEE = "See which there are with: clawdbot models auth status";

    private String choose(Map<String, Strategy> stored) {
        if (profile != null) {
            return profile;
        }
        if (stored.isEmpty()) {
            throw CommandFailure.failed("not-signed-in", "No credential of " + provider + " is stored", SEE);
        }
        if (stored.size() > 1) {
            throw CommandFailure.wrongUsage(
                    "Several credentials are stored: " + String.join(", ", stored.keySet()),
                    "Choose one with --profile ID");
        }
        return stored.keySet().iterator().next();
    }
}
