package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models auth status}. */
@Command(name = "status", description = "Show the credentials at hand, never their text.")
final class AuthStatusCommand extends ShellCommand {

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    AuthStatusCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        List<ProfileStatus> profiles = parts().strategies().stream()
                .flatMap(strategy -> strategy.service().profiles().stream())
                .toList();
        Optional<String> location = parts().credentials().map(CredentialStore::location);
        if (json) {
            Json.print(out(), document -> document.put("store", location.orElse(null))
                    .array(
                            "profiles",
                            profiles,
                            (entry, profile) -> ProfileText.write(
                                    entry,
                                    profile,
                                    HostStatus.health(profile, context().clock()))));
            return ExitCode.DONE;
        }
        location.ifPresent(place -> print("Store: " + place));
        if (profiles.isEmpty()) {
            print("Not signed in. Sign in with: clawdbot onboard");
        }
        profiles.forEach(profile -> print(ProfileText.line(
                profile,
                HostStatus.health(profile, context().clock()),
                context().clock())));
        return ExitCode.DONE;
    }
}
