package org.clawdbot.shell.internal.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.terminal.LineEditor;
import org.clawdbot.shell.internal.terminal.LineEditor.Input;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chat}. */
@Command(
        name = "chat",
        description = "Talk with a model; without a terminal, every line of standard input is a message.",
        footer = {
            "",
            "/help tells what else can be typed. Ctrl-C ends a reply, Ctrl-D the conversation, which is kept:",
            "go on with it by --session. A turn that was cancelled or failed is not sent again."
        })
final class ChatCommand extends ShellCommand {

    private static final String PROMPT = "> ";
    private static final Input GONE = new Input(Input.Kind.ENDED, "");
    private static final String HISTORY = "chat-history";
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'chat-'yyyyMMdd-HHmmss", Locale.ROOT);

    @Option(
            names = "--session",
            paramLabel = "SESSION",
            description = "Go on with the conversation of this name, or begin it; a new one with the time in its name"
                    + " if absent.")
    private @Nullable String session;

    @Mixin
    private RequestOptions options = new RequestOptions();

    @Option(
            names = "--json",
            order = 90,
            description = "Print one JSON document with all replies; the messages come from standard input.")
    private boolean json;

    ChatCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        options.check(parts());
        Chat chat =
                new Chat(context(), SessionName.checked(parts(), session == null ? newName() : session), json, options);
        Optional<LineEditor> window = json ? Optional.empty() : terminal().openLineEditor(setup(chat));
        if (window.isEmpty()) {
            return script(chat);
        }
        try (LineEditor editor = window.get()) {
            return talk(chat, editor);
        }
    }

    private String newName() {
        return NAME.format(context().clock().instant().atZone(ZoneId.systemDefault()));
    }

    private LineEditor.Setup setup(Chat chat) {
        Path history =
                StateFolder.locate(context().properties(), System::getenv).resolve(HISTORY);
        return new LineEditor.Setup(history, new ChatCompletion(chat, parts())::candidates);
    }

    /** Reads messages from the input to its end; the first failure is the end, too, because nobody is there to react. */
    private int script(Chat chat) throws IOException, InterruptedException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(terminal().in(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !chat.ended()) {
            if (!line.isBlank()) {
                chat.take(line.strip(), null);
            }
            line = lines.readLine();
        }
        if (json) {
            Json.print(out(), chat::write);
        }
        return ExitCode.DONE;
    }

    private int talk(Chat chat, LineEditor editor) throws IOException, InterruptedException {
        chat.greet();
        while (!chat.ended()) {
            Input input = stopped() ? GONE : editor.read(PROMPT);
            if (stopped()) {
                return ExitCode.INTERRUPTED;
            }
            switch (input.kind()) {
                case ENDED -> chat.end();
                case INTERRUPTED -> {
                    if (input.text().isEmpty()) {
                        say("Ctrl-D or /exit leaves");
                    }
                }
                case LINE -> {
                    if (!input.text().isBlank()) {
                        answer(chat, editor, input.text().strip());
                    }
                }
            }
        }
        chat.leave();
        return ExitCode.DONE;
    }

    private boolean stopped() {
        return context().stopped().getCount() == 0;
    }

    /** Whatever goes wrong is said, and the conversation goes on; unless nobody sees it any more. */
    private void answer(Chat chat, LineEditor editor, String line) throws IOException, InterruptedException {
        try {
            chat.take(line, editor);
        } catch (RuntimeException failure) {
            if (terminal().out().checkError()) {
                throw failure;
            }
            // a Ctrl-C that came a moment too late ends nothing
            boolean unused = Thread.interrupted();
            chat.explain(failure);
        }
    }
}
