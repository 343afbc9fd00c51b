package org.clawdbot.shell.internal.command;

import java.util.Optional;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models auth refresh}. */
@Command(name = "refresh", description = "Renew the tokens of a stored sign-in now, whether or not that is due.")
final class AuthRefreshCommand extends ShellCommand {

    @Option(names = "--provider", paramLabel = "P", description = "The provider (default: ${DEFAULT-VALUE}).")
    private String provider = OnboardCommand.PROVIDER;

    @Option(names = "--profile", paramLabel = "ID", description = "Which one, if several are stored.")
    private @Nullable String profile;

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    AuthRefreshCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        ProfileChoice.Entry chosen = choose(ProfileChoice.of(parts(), provider));
        Optional<ProfileStatus> renewed = chosen.strategy().service().refresh(chosen.id());
        report(renewed.orElse(chosen.status()), renewed.isPresent());
        return ExitCode.DONE;
    }

    /** Whoever does not say which one means what can be renewed. */
    private ProfileChoice.Entry choose(ProfileChoice all) {
        if (profile != null) {
            return all.choose(profile);
        }
        ProfileChoice refreshable = all.only(ProfileChoice.Entry::refreshable);
        return refreshable.isEmpty() ? all.first() : refreshable.choose(null);
    }

    private void report(ProfileStatus status, boolean refreshed) {
        if (json) {
            Json.print(
                    out(),
                    document -> ProfileText.write(
                            document.put("refreshed", refreshed),
                            status,
                            HostStatus.health(status, context().clock())));
        } else if (refreshed) {
            print("Renewed: " + status.profileId());
            ProfileText.grant(status, context().clock()).forEach(line -> print("    " + line));
        } else {
            print("Nothing to refresh: " + status.profileId() + " is "
                    + (status.grant() == null ? "no OAuth sign-in" : "an OAuth sign-in without a refresh token"));
        }
    }
}
