package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.Locale;
import org.clawdbot.api.auth.SignOutResult;
import org.clawdbot.api.auth.SignOutResult.Revocation;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
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

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    AuthLogoutCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        ProfileChoice all = ProfileChoice.of(parts(), provider);
        List<String> stillUsed = all.only(entry -> !entry.stored()).ids();
        ProfileChoice.Entry chosen = all.only(ProfileChoice.Entry::stored).choose(profile);
        String id = chosen.id();
        SignOutResult result = chosen.strategy().service().signOut(id).orElseThrow(() -> ProfileChoice.unknown(id));
        parts().configuration().map(Settings::new).ifPresent(settings -> {
            if (settings.hasProfile(id)) {
                settings.write(List.of(settings.removeProfile(id)));
            }
        });
        if (json) {
            Json.print(out(), document -> document.put("profile", id)
                    .put("revocation", result.revocation().name().toLowerCase(Locale.ROOT))
                    .put("note", result.note())
                    .put("stillUsed", stillUsed));
        } else {
            report(result, stillUsed);
        }
        return ExitCode.DONE;
    }

    private void report(SignOutResult result, List<String> stillUsed) {
        boolean revoked = result.revocation() == Revocation.REVOKED;
        print("Signed out: " + result.profileId() + (revoked ? " (revoked at " + provider + ")" : ""));
        if (result.note() != null && result.revocation() == Revocation.FAILED) {
            warn(result.note());
        } else if (result.note() != null) {
            say(result.note());
        }
        if (!stillUsed.isEmpty()) {
            say("A credential from the environment or the configuration is still used: "
                    + String.join(", ", stillUsed));
        }
    }
}
