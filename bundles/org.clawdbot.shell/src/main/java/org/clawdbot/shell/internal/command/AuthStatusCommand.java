package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.cli.SignInHint;
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
        List<IgnoredCredential> ignored = IgnoredCredential.of(parts());
        Optional<String> location = parts().credentials().map(CredentialStore::location);
        if (json) {
            Json.print(out(), document -> document.put("store", location.orElse(null))
                    .array(
                            "profiles",
                            profiles,
                            (entry, profile) -> ProfileText.write(
                                    entry,
                                    profile,
                                    HostStatus.health(profile, context().clock())))
                    .array("ignoredCredentials", ignored, (entry, credential) -> credential.write(entry)));
            return ExitCode.DONE;
        }
        location.ifPresent(place -> print("Store: " + place));
        if (profiles.isEmpty()) {
            print("Not signed in. " + SignInHint.sentence(parts()));
        }
        for (ProfileStatus profile : profiles) {
            print(ProfileText.line(
                    profile,
                    HostStatus.health(profile, context().clock()),
                    context().clock()));
            ProfileText.grant(profile, context().clock()).forEach(line -> print("    " + line));
        }
        ignored.forEach(credential -> print(credential.message()));
        return ExitCode.DONE;
    }
}
