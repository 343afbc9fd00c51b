package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.host.ConfigurationChange;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.shell.internal.Parts;
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

/** {@code onboard}. */
@Command(
        name = "onboard",
        description = "Sign in, verify, choose the default model and write the configuration.",
        footer = {"", "Safe to run again: what you set yourself in the configuration file stays."})
final class OnboardCommand extends ShellCommand {

    static final String PROVIDER = "chutes";

    private static final String DEFAULT_BASE_URL = "https://llm.chutes.ai/v1";
    private static final String DEFAULT_API = "openai-completions";

    /** The ways to sign in. */
    enum AuthChoice {
        /** With a browser. */
        CHUTES,
        /** With a key. */
        CHUTES_API_KEY,
        /** Not now. */
        SKIP,
        /** As before. Chosen by those only who were signed in before. */
        KEEP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--auth-choice",
            paramLabel = "CHOICE",
            description = "How to sign in: chutes (browser), chutes-api-key or skip.",
            converter = AuthChoiceWord.class)
    private @Nullable AuthChoice choice;

    @Option(
            names = "--chutes-api-key",
            paramLabel = "KEY",
            description = "Chutes API key; implies --auth-choice chutes-api-key. Else CHUTES_API_KEY is used.")
    private @Nullable String key;

    @Option(names = "--no-browser", description = "Show the address instead of opening a browser.")
    private boolean noBrowser;

    @Option(
            names = "--redirect-url",
            paramLabel = "URL",
            description = "The address the browser ended at; finishes a sign-in that was begun with --no-browser.")
    private @Nullable String redirectUrl;

    @Option(names = "--non-interactive", description = "Never ask, even on a terminal.")
    private boolean nonInteractive;

    @Option(
            names = "--reset",
            paramLabel = "SCOPE",
            arity = "0..1",
            fallbackValue = "all",
            converter = OnboardReset.Scope.Word.class,
            description = "First put away config, credentials or all of it (if SCOPE is absent), as backups.")
    private OnboardReset.@Nullable Scope reset;

    @Option(names = "--yes", description = "Reset without being asked.")
    private boolean yes;

    @Option(names = "--model", paramLabel = "REF", description = "The default model, checked against the catalog.")
    private @Nullable String model;

    @Option(names = "--no-verify", description = "Store the credential without asking the provider if it is good.")
    private boolean noVerify;

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    OnboardCommand(CommandContext context) {
        super(context);
    }

    /** A file that cannot be used is no reason not to put it away. */
    @Override
    protected boolean needsConfiguration() {
        return reset == null || reset == OnboardReset.Scope.CREDENTIALS;
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        HostConfiguration configuration = parts().requireConfiguration();
        Settings settings = new Settings(configuration);
        TerminalDialog dialog = new TerminalDialog(terminal(), !nonInteractive, !noBrowser);
        List<Path> backups = putAway(dialog);
        SignIn signIn = new SignIn(parts(), dialog, "clawdbot onboard --auth-choice " + AuthChoice.CHUTES);
        boolean guided = dialog.interactive() && !json && key == null && redirectUrl == null;
        OnboardWizard wizard = new OnboardWizard(context(), settings);
        Optional<ProfileStatus> stored = signIn.stored(PROVIDER);
        if (guided) {
            wizard.showPresent(stored);
        }
        AuthChoice chosen = choose(dialog, signIn, stored, guided ? wizard : null);
        DefaultModel wanted = model == null ? null : DefaultModel.wanted(parts(), model);
        SignInResult signedIn = signIn(chosen, signIn, stored);
        if (guided && signedIn != null) {
            wizard.signedIn(signedIn);
        }
        DefaultModel defaultModel = wanted == null ? defaultModel(dialog, settings, guided ? wizard : null) : wanted;
        settings.write(changes(settings, signedIn, defaultModel));
        if (defaultModel.warning() != null) {
            warn(defaultModel.warning());
        }
        if (json) {
            Json.print(out(), document -> {
                write(document, chosen, signedIn, defaultModel, settings);
                document.put("backups", backups);
            });
        } else {
            if (guided && signedIn != null && !noVerify) {
                wizard.firstMessage(defaultModel.reference());
            }
            print(signedIn, defaultModel, settings);
        }
        return ExitCode.DONE;
    }

    private List<Path> putAway(TerminalDialog dialog) throws IOException {
        if (reset == null) {
            if (yes) {
                throw CommandFailure.wrongUsage("--yes goes with --reset", null);
            }
            return List.of();
        }
        OnboardReset putting = new OnboardReset(parts(), reset, context().clock());
        putting.confirm(dialog, yes);
        List<Path> backups = putting.run();
        backups.forEach(backup -> say("Put away as " + backup));
        return backups;
    }

    private DefaultModel defaultModel(TerminalDialog dialog, Settings settings, @Nullable OnboardWizard wizard)
            throws IOException, InterruptedException {
        Optional<DefaultModel> chosen = wizard == null ? Optional.empty() : wizard.model();
        return chosen.isPresent() ? chosen.get() : DefaultModel.choose(parts(), settings, chooser(dialog));
    }

    private AuthChoice choose(
            TerminalDialog dialog, SignIn signIn, Optional<ProfileStatus> stored, @Nullable OnboardWizard wizard)
            throws IOException, InterruptedException {
        if (noBrowser || redirectUrl != null) {
            if (key != null || (choice != null && choice != AuthChoice.CHUTES)) {
                throw CommandFailure.wrongUsage(
                        "--no-browser and --redirect-url go with --auth-choice chutes alone", "Leave the others out");
            }
            return AuthChoice.CHUTES;
        }
        if (key != null) {
            if (choice != null && choice != AuthChoice.CHUTES_API_KEY) {
                throw CommandFailure.wrongUsage(
                        "--chutes-api-key does not go with --auth-choice " + choice, "Leave one of them out");
            }
            return AuthChoice.CHUTES_API_KEY;
        }
        if (choice != null) {
            return choice;
        }
        if (wizard != null && signIn.fromEnvironment(PROVIDER) == null) {
            List<String> modes = parts().strategies().stream()
                    .filter(strategy -> strategy.provider().equals(PROVIDER))
                    .map(Parts.Strategy::mode)
                    .toList();
            Optional<AuthChoice> chosen = wizard.signIn(stored, modes);
            if (chosen.isPresent()) {
                return chosen.get();
            }
        }
        if (stored.isPresent()) {
            return AuthChoice.KEEP;
        }
        boolean oauth = signIn.find(PROVIDER, AuthMode.OAUTH).isPresent();
        if (oauth && signIn.find(PROVIDER, AuthMode.API_KEY).isEmpty()) {
            return AuthChoice.CHUTES;
        }
        if (!dialog.interactive() || !oauth || signIn.fromEnvironment(PROVIDER) != null) {
            return AuthChoice.CHUTES_API_KEY;
        }
        String answer = dialog.ask("Sign in to Chutes with your browser (b), an API key (k), or later (l)? [b]")
                .toLowerCase(Locale.ROOT);
        if (answer.startsWith("k")) {
            return AuthChoice.CHUTES_API_KEY;
        }
        return answer.startsWith("l") ? AuthChoice.SKIP : AuthChoice.CHUTES;
    }

    private @Nullable SignInResult signIn(AuthChoice chosen, SignIn signIn, Optional<ProfileStatus> stored) {
        return switch (chosen) {
            case SKIP -> null;
            case KEEP -> signIn.keep(stored.orElseThrow(), !noVerify);
            case CHUTES_API_KEY -> {
                Secret given = key == null ? null : Keys.clean(key);
                yield signIn.byKey(PROVIDER, given, !noVerify);
            }
            case CHUTES ->
                signIn.run(
                        signIn.strategy(PROVIDER, AuthMode.OAUTH),
                        new SignInRequest(null, null, !noVerify, SignIn.browserOptions(noBrowser, redirectUrl)));
        };
    }

    private DefaultModel.Chooser chooser(TerminalDialog dialog) {
        return dialog.interactive() && !json ? new ModelPicker(context())::choose : DefaultModel.Chooser.NOBODY;
    }

    private static List<ConfigurationChange> changes(
            Settings settings, @Nullable SignInResult signedIn, DefaultModel defaultModel) {
        List<ConfigurationChange> changes = new ArrayList<>();
        if (signedIn != null && !settings.hasProfile(signedIn.profileId(), signedIn.mode())) {
            changes.add(settings.addProfile(signedIn.profileId(), PROVIDER, signedIn.mode()));
        }
        changes.addAll(settings.setIfAbsent(PROVIDER, "baseUrl", DEFAULT_BASE_URL));
        changes.addAll(settings.setIfAbsent(PROVIDER, "api", DEFAULT_API));
        if (!defaultModel.configured()) {
            changes.addAll(settings.setPrimary(defaultModel.reference()));
        }
        return changes;
    }

    private static void write(
            Json document,
            AuthChoice chosen,
            @Nullable SignInResult signedIn,
            DefaultModel defaultModel,
            Settings settings) {
        document.put("authChoice", chosen)
                .put("profile", signedIn == null ? null : signedIn.profileId())
                .put("verified", signedIn != null && signedIn.verified())
                .put("account", signedIn == null ? null : signedIn.account())
                .put("model", defaultModel.reference())
                .put("modelNote", defaultModel.note())
                .put("config", settings.file());
    }

    private void print(@Nullable SignInResult signedIn, DefaultModel defaultModel, Settings settings) {
        if (signedIn == null) {
            print("Sign-in:       skipped");
        } else {
            print("Sign-in:       " + signedIn.profileId()
                    + (signedIn.account() == null ? "" : " as " + signedIn.account())
                    + (signedIn.verified() ? " (verified)" : " (not verified)"));
            signedIn.notes().forEach(note -> print("               " + note));
        }
        print("Default model: " + defaultModel.reference());
        if (defaultModel.note() != null) {
            print("               " + defaultModel.note());
        }
        print("Configuration: " + settings.file());
        out().println();
        List<String> next =
                signedIn == null ? SignInHint.commands(parts()) : List.of("clawdbot agent --message \"Hello\"");
        next.forEach(command -> print("Next: " + command));
        if (signedIn != null) {
            print("      clawdbot chat");
        }
        print("      clawdbot models list");
    }
}
