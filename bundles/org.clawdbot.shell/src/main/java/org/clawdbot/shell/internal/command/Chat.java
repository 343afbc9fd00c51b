package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.Failures;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.terminal.LineEditor;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.clawdbot.shell.internal.terminal.Screen;
import org.clawdbot.shell.internal.terminal.Style;
import org.clawdbot.shell.internal.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** A conversation at the terminal: takes lines, each a message or a word that begins with a slash. */
final class Chat {

    static final String ALL_TOOLS = "all";
    static final String NO_TOOLS = "none";

    /** A finished turn and what was told besides. */
    private record Answered(AgentResult result, List<ChatEvent.Notice> notices) {}

    private final CommandContext context;
    private final Terminal terminal;
    private final boolean silent;
    private final RequestOptions options;
    private final List<Answered> answered = new ArrayList<>();
    private String session;
    private @Nullable String model;
    private @Nullable String instruction;
    private @Nullable OnOff thinking;
    private List<String> tools;
    private boolean ended;

    /** Goes on with a session, by options that were checked; a silent one prints no reply. */
    Chat(CommandContext context, String session, boolean silent, RequestOptions options) {
        this.context = context;
        this.terminal = context.terminal();
        this.session = session;
        this.silent = silent;
        this.options = options;
        this.model = options.model == null ? null : References.resolve(context.parts(), options.model, false);
        this.instruction = options.system;
        this.thinking = options.thinking;
        this.tools = List.copyOf(options.tools);
    }

    List<String> knownTools() {
        return context.parts().tools(List.of());
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Says where somebody has got to. */
    void greet() {
        Optional<Session> kept = sessions().read(session);
        String asked = model == null ? selected() : model;
        say("Session " + session
                + kept.map(former -> ", " + turns(former)).orElse("")
                + (asked == null ? "" : " · " + asked) + " · /help tells what else can be typed");
    }

    private @Nullable String selected() {
        return context.parts()
                .models()
                .map(ChatModels::selection)
                .map(selection -> selection.defaultModel())
                .orElse(null);
    }

    /** Says how to come back. */
    void leave() {
        if (sessions().read(session).filter(kept -> !kept.turns().isEmpty()).isPresent()) {
            say("Go on later with: clawdbot chat --session " + session);
        }
    }

    /** Writes all replies. */
    void write(Json document) {
        document.put("session", session)
                .array(
                        "turns",
                        answered,
                        (json, turn) -> TurnDocument.write(json, turn.result(), turn.notices(), session));
    }

    /** Takes a line; two slashes at its beginning are one slash of a message. */
    void take(String line, @Nullable LineEditor editor) throws IOException, InterruptedException {
        if (line.startsWith("//")) {
            ask(List.of(ChatMessage.user(line.substring(1))), editor);
        } else if (line.startsWith("/")) {
            String[] words = line.split("\\s+", 2);
            ChatWord word = ChatWord.of(words[0])
                    .orElseThrow(() -> CommandFailure.wrongUsage(
                            "There is no " + words[0] + " here", "/help tells what there is; // begins a message"));
            obey(word, words.length > 1 ? words[1].strip() : "", editor);
        } else {
            ask(List.of(ChatMessage.user(line)), editor);
        }
    }

    private void obey(ChatWord word, String argument, @Nullable LineEditor editor)
            throws IOException, InterruptedException {
        switch (word) {
            case MODEL -> changeModel(argument, editor);
            case THINK -> changeThinking(argument);
            case SYSTEM -> changeInstruction(argument);
            case TOOLS -> changeTools(argument);
            case COST -> say(took());
            case SESSION -> changeSession(argument);
            case RETRY -> retry(editor);
            case CLEAR -> {
                sessions().clear(session);
                say("The conversation begins anew");
            }
            case HELP -> help();
            case EXIT -> end();
        }
    }

    private void changeModel(String argument, @Nullable LineEditor editor) throws IOException, InterruptedException {
        if (argument.isEmpty() && editor == null) {
            say("Model: " + Objects.requireNonNullElse(model == null ? selected() : model, Quantities.UNKNOWN));
            return;
        }
        String chosen =
                argument.isEmpty() ? pick(Objects.requireNonNull(editor)).orElse(null) : argument;
        if (chosen == null) {
            say("Nothing was chosen");
            return;
        }
        model = References.resolve(context.parts(), chosen, false);
        say("Model: " + model + ", in this chat; for good: clawdbot models set " + model);
    }

    private Optional<String> pick(LineEditor editor) throws IOException, InterruptedException {
        ChatModels models = context.parts().requireModels();
        if (ModelTable.isEmpty(models.catalogs())) {
            throw CommandFailure.unavailable("no-models", "There is no model to choose", "Name one: /model REF");
        }
        try (Screen screen = editor.openScreen()
                .orElseThrow(
                        () -> CommandFailure.wrongUsage("There is no window to choose in", "Name it: /model REF"))) {
            return new ModelPicker(context)
                    .pick("Choose the model of this chat", models, screen)
                    .map(ModelRow::key);
        }
    }

    private void changeThinking(String argument) {
        thinking = switch (argument) {
            case "" -> null;
            case "on" -> OnOff.ON;
            case "off" -> OnOff.OFF;
            default -> throw CommandFailure.wrongUsage("\"" + argument + "\" is neither on nor off", null);
        };
        say("Thinking: " + (thinking == null ? "as the model likes" : argument));
    }

    private void changeInstruction(String argument) {
        if (argument.isEmpty()) {
            String kept = sessions().read(session).map(Session::instruction).orElse(null);
            String current = instruction == null ? kept : instruction;
            say(current == null ? "There is no instruction; give one: /system TEXT" : current);
            return;
        }
        instruction = argument;
        say("The instruction goes before every message from now on");
    }

    private void changeTools(String argument) {
        if (!argument.isEmpty()) {
            List<String> names = argument.equals(NO_TOOLS) ? List.of() : List.of(argument.split("[,\\s]+", -1));
            ToolNames.check(context.parts(), names);
            tools = names;
        }
        List<String> known = knownTools();
        if (known.isEmpty()) {
            say("This host has no tools");
        }
        for (String tool : known) {
            say((tools.contains(ALL_TOOLS) || tools.contains(tool) ? "* " : "  ") + tool);
        }
    }

    private String took() {
        Session kept = sessions().read(session).orElse(null);
        if (kept == null || kept.turns().isEmpty()) {
            return "Nothing yet";
        }
        Usage usage = kept.usage();
        return turns(kept) + ": "
                + (usage == null
                        ? "unknown tokens"
                        : usage.input() + " tokens in, " + usage.output() + " out, " + usage.total() + " together")
                + ", " + (kept.cost() == null ? "unknown cost" : SessionText.cost(kept.cost()));
    }

    private void changeSession(String argument) {
        if (!argument.isEmpty()) {
            session = SessionName.checked(context.parts(), argument);
        }
        say("Session " + session + ": " + took());
    }

    private void retry(@Nullable LineEditor editor) {
        List<ChatMessage> said = sessions().undo(session);
        if (said.isEmpty()) {
            throw CommandFailure.wrongUsage("There is nothing to ask again", null);
        }
        ask(said, editor);
    }

    private void help() {
        for (ChatWord word : ChatWord.values()) {
            say(String.format("%-24s %s", word.usage(), word.description()));
        }
        say("Alt-Enter begins a new line, Tab completes, Ctrl-C ends a reply, Ctrl-D leaves");
    }

    private void ask(List<ChatMessage> said, @Nullable LineEditor editor) {
        ReplyPrinter printer = new ReplyPrinter(terminal, !silent);
        try {
            if (editor == null) {
                run(said, printer);
            } else {
                editor.interruptibly(() -> run(said, printer));
            }
        } finally {
            printer.end();
        }
    }

    private void run(List<ChatMessage> said, ReplyPrinter printer) {
        List<ChatMessage> messages = new ArrayList<>(said);
        if (instruction != null) {
            messages.add(0, ChatMessage.system(instruction));
        }
        ChatRequest chat = options.limit(ChatRequest.builder())
                .model(model)
                .messages(messages)
                .thinking(thinking == null ? null : thinking == OnOff.ON)
                .build();
        AgentResult result = sessions()
                .run(
                        session,
                        new AgentRequest(chat, tools.contains(ALL_TOOLS) ? null : tools, AgentRequest.DEFAULT_ROUNDS),
                        printer);
        printer.end();
        instruction = null;
        answered.add(new Answered(result, printer.notices()));
        if (!silent) {
            printer.summary(result.reply());
        }
    }

    /** Says what went wrong without an end to the conversation. */
    void explain(RuntimeException failure) {
        if (failure instanceof RequestCancelledException) {
            say("Cancelled; this turn is no part of the conversation. /retry asks again");
            return;
        }
        Failures.Report report = Failures.report(failure, context.parts());
        say("clawdbot: " + report.message());
        if (report.hint() != null) {
            say("  " + report.hint());
        }
    }

    private Sessions sessions() {
        return context.parts().requireSessions();
    }

    private static String turns(Session kept) {
        int count = kept.turns().size();
        return count == 1 ? "1 turn" : count + " turns";
    }

    private void say(String text) {
        terminal.err().println(Style.DIM.applyToMessage(terminal, terminal.onErr(text)));
    }
}
