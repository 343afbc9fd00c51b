package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.Failures;
import org.clawdbot.shell.internal.command.OnboardCommand.AuthChoice;
import org.clawdbot.shell.internal.picker.Menu;
import org.clawdbot.shell.internal.picker.Menu.Choice;
import org.clawdbot.shell.internal.terminal.Screen;
import org.clawdbot.shell.internal.terminal.Style;
import org.clawdbot.shell.internal.terminal.Terminal;

/** The questions of onboarding, for somebody at a terminal. Whoever leaves one of them has changed nothing. */
final class OnboardWizard {

    private static final String HELLO = "Say hello in one short sentence.";

    private final CommandContext context;
    private final Terminal terminal;
    private final Settings settings;

    OnboardWizard(CommandContext context, Settings settings) {
        this.context = context;
        this.terminal = context.terminal();
        this.settings = settings;
    }

    /** Shows what is set up already. */
    void showPresent(Optional<ProfileStatus> stored) {
        stored.ifPresent(profile -> say("Signed in:     " + describe(profile)));
        String model = settings.primary();
        if (model != null) {
            say("Default model: " + model);
        }
    }

    /** Asks how to sign in; empty where there is no window to ask in. */
    Optional<AuthChoice> signIn(Optional<ProfileStatus> stored, List<String> modes)
            throws IOException, InterruptedException {
        List<Choice<AuthChoice>> choices = new ArrayList<>();
        stored.ifPresent(profile -> choices.add(new Choice<>(
                AuthChoice.KEEP, "Keep the sign-in: " + describe(profile), "Nothing about the sign-in changes.")));
        if (modes.contains(AuthMode.OAUTH)) {
            choices.add(new Choice<>(
                    AuthChoice.CHUTES,
                    "Sign in with the browser",
                    "\"Sign in with Chutes\": no key to keep; it can be revoked at Chutes."));
        }
        if (modes.contains(AuthMode.API_KEY)) {
            choices.add(new Choice<>(
                    AuthChoice.CHUTES_API_KEY,
                    stored.isPresent() ? "Use another API key" : "Use an API key",
                    "A key begins with cpk_; make one at https://chutes.ai/app/api"));
        }
        if (stored.isEmpty()) {
            choices.add(new Choice<>(AuthChoice.SKIP, "Later", "Models can be listed without a sign-in."));
        }
        Optional<Screen> window = terminal.openScreen();
        if (window.isEmpty()) {
            return Optional.empty();
        }
        try (Screen screen = window.get()) {
            return Optional.of(Menu.choose(screen, "How do you want to use Chutes?", choices)
                    .orElseThrow(OnboardWizard::left));
        }
    }

    /** Says who is signed in, before the window is taken over for the next question. */
    void signedIn(SignInResult result) {
        say("Signed in" + (result.account() == null ? "" : " as " + result.account())
                + (result.verified() ? "" : " (not verified)"));
    }

    /** Asks for the default model, unless what the documentation names or is configured must give way anyway. */
    Optional<DefaultModel> model() throws IOException, InterruptedException {
        String configured = settings.primary();
        String first = configured == null ? DefaultModel.SEED : configured;
        Optional<ChatModels> models = context.parts().models();
        try {
            if (models.isEmpty()) {
                return Optional.empty();
            }
            models.get().resolve(first);
        } catch (ModelException notThere) {
            return Optional.empty();
        }
        ModelPicker picker = new ModelPicker(context);
        if (configured == null) {
            return picker.choose("Choose the default model", DefaultModel.SEED)
                    .map(chosen -> new DefaultModel(chosen, false, null, null));
        }
        if (!wantsAnother(configured)) {
            return Optional.empty();
        }
        return picker.choose("Choose the default model", configured)
                .map(chosen -> new DefaultModel(chosen, chosen.equals(configured), null, null));
    }

    private boolean wantsAnother(String configured) throws IOException, InterruptedException {
        Optional<Screen> window = terminal.openScreen();
        if (window.isEmpty()) {
            return false;
        }
        try (Screen screen = window.get()) {
            return Menu.choose(
                            screen,
                            "Which model answers where none is named?",
                            List.of(
                                    new Choice<>(false, "Keep " + configured, "It is offered now."),
                                    new Choice<>(true, "Choose another one", "From the list of all models.")))
                    .orElseThrow(OnboardWizard::left);
        }
    }

    /** Lets the model say hello, so that the first word comes while somebody still watches. Never fails. */
    void firstMessage(String model) {
        Optional<Agent> agent = context.parts().agent();
        if (agent.isEmpty()) {
            return;
        }
        say("A first message to " + model + ":");
        ReplyPrinter printer = new ReplyPrinter(terminal, true);
        try {
            AgentRequest request = new AgentRequest(
                    ChatRequest.builder().model(model).user(HELLO).build(), List.of(), AgentRequest.DEFAULT_ROUNDS);
            AgentResult result = agent.get().run(request, printer);
            printer.end();
            printer.summary(result.reply());
        } catch (ModelException failure) {
            printer.end();
            Failures.Report report = Failures.report(failure, context.parts());
            say("clawdbot: warning: everything is set up, but " + report.message());
            if (report.hint() != null) {
                say("  " + report.hint());
            }
        }
        terminal.out().println();
    }

    private static String describe(ProfileStatus profile) {
        return profile.profileId()
                + (profile.account() == null ? "" : " as " + profile.account())
                + (profile.mode().equals(AuthMode.OAUTH) ? " (browser)" : " (API key " + profile.hint() + ")");
    }

    private static CommandFailure left() {
        return CommandFailure.interrupted("Left, and nothing has changed");
    }

    private void say(String text) {
        terminal.err().println(Style.DIM.applyToMessage(terminal, terminal.onErr(text)));
    }
}
