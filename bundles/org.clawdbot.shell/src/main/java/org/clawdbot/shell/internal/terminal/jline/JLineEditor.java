package org.clawdbot.shell.internal.terminal.jline;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.shell.internal.terminal.LineEditor;
import org.clawdbot.shell.internal.terminal.LineEditor.Input.Kind;
import org.clawdbot.shell.internal.terminal.Screen;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/** Reads messages on a terminal of JLine: that of the process, or that of a console session. */
public final class JLineEditor implements LineEditor {

    private final Terminal terminal;
    private final boolean colour;
    private final boolean ours;
    private final LineReader reader;

    private JLineEditor(Terminal terminal, boolean colour, boolean ours, Setup setup) {
        this.terminal = terminal;
        this.colour = colour;
        this.ours = ours;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("clawdbot")
                .parser(words())
                .completer((lines, line, candidates) ->
                        complete(setup.completion(), line.line().substring(0, line.cursor()), candidates))
                .variable(LineReader.HISTORY_FILE, setup.history())
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.INSERT_TAB, false)
                .build();
        // Some terminals send a line feed for Enter, and so does each one for what is typed before the first prompt.
        Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN), LineReader.MAIN)
                .bind(new Reference(LineReader.SELF_INSERT_UNMETA), KeyMap.alt('\n'), KeyMap.alt('\r'));
    }

    /** Messages are prose: a quote may stand alone, and a backslash is a backslash. */
    private static DefaultParser words() {
        return new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]);
    }

    private static void complete(
            Function<String, Map<String, String>> completion, String begun, List<Candidate> candidates) {
        completion
                .apply(begun)
                .forEach((word, description) -> candidates.add(
                        new Candidate(word, word, null, description.isEmpty() ? null : description, null, null, true)));
    }

    /**
     * Reads on the terminal of the process.
     *
     * @throws IOException if the process has none, or one that cannot move its cursor, or the history cannot be kept
     */
    public static LineEditor ofProcess(boolean colour, Setup setup) throws IOException {
        return opened(SystemTerminal.open(), colour, true, setup);
    }

    /**
     * Reads on the terminal of a console session.
     *
     * @throws IOException if it cannot move its cursor, or the history cannot be kept
     */
    public static LineEditor of(Terminal terminal, boolean colour, Setup setup) throws IOException {
        return opened(terminal, colour, false, setup);
    }

    private static LineEditor opened(Terminal terminal, boolean colour, boolean ours, Setup setup) throws IOException {
        try {
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                throw new IOException("The terminal cannot move its cursor");
            }
            makePrivate(setup.history());
            return new JLineEditor(terminal, colour, ours, setup);
        } catch (IOException | RuntimeException failure) {
            if (ours) {
                terminal.close();
            }
            throw failure;
        }
    }

    /** JLine would make the file readable by everybody who may read what the user makes. */
    private static void makePrivate(Path history) throws IOException {
        Path folder = history.getParent();
        if (folder != null) {
            StateFolder.createFolders(folder);
        }
        try {
            Files.createFile(history, StateFolder.ownerOnly(history));
        } catch (FileAlreadyExistsException there) {
            // made so the first time
        }
    }

    @Override
    public Input read(String prompt) {
        try {
            return new Input(Kind.LINE, reader.readLine(prompt));
        } catch (UserInterruptException interrupted) {
            String typed = interrupted.getPartialLine();
            return new Input(Kind.INTERRUPTED, typed == null ? "" : typed);
        } catch (EndOfFileException ended) {
            return new Input(Kind.ENDED, "");
        } catch (IOError gone) {
            return new Input(Kind.ENDED, "");
        }
    }

    @Override
    public void interruptibly(Runnable action) {
        Thread caller = Thread.currentThread();
        SignalHandler former = terminal.handle(Signal.INT, signal -> caller.interrupt());
        try {
            action.run();
        } finally {
            terminal.handle(Signal.INT, former);
        }
    }

    @Override
    public Optional<Screen> openScreen() {
        try {
            return Optional.of(JLineScreen.of(terminal, colour));
        } catch (IOException noCursor) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (!ours) {
            return;
        }
        // stty is waited for, which an interrupted thread cannot do.
        boolean interrupted = Thread.interrupted();
        try {
            terminal.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("The terminal cannot be given back; type: stty sane", failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
