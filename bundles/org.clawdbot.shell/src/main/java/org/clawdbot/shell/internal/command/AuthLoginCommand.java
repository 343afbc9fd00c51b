package org.clawdbot.shell.internal.command;

import java.util.List;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.shell.internal.Parts.Strategy;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.cli.SignInHint;
import org.clawdbot.shell.internal.terminal.TerminalDialog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models auth login}. */
@Command(name = "login", description = "Sign in to a provider.")
final class AuthLoginCommand extends ShellCommand {

    @Option(names = "--provider", paramLabel = "P", description = "The provider (default: ${DEFAULT-VALUE}).")
    private String provider = OnboardCommand.PROVIDER;

    @Option(names = "--method", paramLabel = "METHOD", description = "oauth or api-key; what is there if absent.")
    private @Nullable String method;

    @Option(names = "--profile", paramLabel = "ID", description = "Store under this id.")
    private @Nullable String profile;

    @Option(names = "--no-browser", description = "Show the address instead of opening a browser.")
    private boolean noBrowser;

    @Option(
            names = "--redirect-url",
            paramLabel = "URL",
            description = "The address the browser ended at, pasted back.")
    private @Nullable String redirectUrl;

    @Option(names = "--no-verify", description = "Store the credential without asking the provider if it is good.")
    private boolean noVerify;

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    AuthLoginCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        TerminalDialog dialog = new TerminalDialog(terminal(), true, !noBrowser);
        SignIn signIn = new SignIn(
                parts(), dialog, "clawdbot models auth login --provider " + provider + " --method " + AuthMode.OAUTH);
        Strategy strategy = signIn.strategy(provider, method(signIn));
        boolean byKey = strategy.mode().equals(AuthMode.API_KEY);
        SignInResult result = signIn.run(
                strategy,
                new SignInRequest(
                        profile,
                        byKey ? signIn.fromEnvironment(provider) : null,
                        !noVerify,
                        SignIn.browserOptions(noBrowser, redirectUrl)));
        parts().configuration()
                .map(Settings::new)
                .ifPresent(settings ->
                        settings.write(List.of(settings.addProfile(result.profileId(), provider, result.mode()))));
        report(result);
        return ExitCode.DONE;
    }

    private String method(SignIn signIn) {
        if (method != null) {
            return method;
        }
        List<Strategy> strategies = parts().strategies().stream()
                .filter(strategy -> strategy.provider().equals(provider))
                .toList();
        if (strategies.isEmpty()) {
            throw CommandFailure.signInNeeded(
                    "This host has no way to sign in to " + provider, SignInHint.sentence(parts()));
        }
        boolean oauth = signIn.find(provider, AuthMode.OAUTH).isPresent();
        boolean said = noBrowser || redirectUrl != null;
        if (oauth && (said || (terminal().interactive() && signIn.fromEnvironment(provider) == null))) {
            return AuthMode.OAUTH;
        }
        return signIn.find(provider, AuthMode.API_KEY).orElse(strategies.get(0)).mode();
    }

    private void report(SignInResult result) {
        if (json) {
            Json.print(out(), document -> document.put("profile", result.profileId())
                    .put("mode", result.mode())
                    .put("verified", result.verified())
                    .put("account", result.account())
                    .put("notes", result.notes()));
            return;
        }
        print("Signed in: " + result.profileId()
                + (result.account() == null ? "" : " as " + result.account())
                + (result.verified() ? " (verified)" : " (not verified)"));
        result.notes().forEach(this::print);
    }
}
