package org.clawdbot.shell.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.clawdbot.shell.internal.terminal.LineEditor;
import org.clawdbot.shell.internal.terminal.Screen;
import org.clawdbot.shell.internal.terminal.Terminal;

/** A terminal, or the lack of one, in memory. */
public final class FakeTerminal implements Terminal {

    public final List<String> questions = new ArrayList<>();
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();

    /** As a console far away may do, it takes nothing from an interrupted thread. */
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (!Thread.currentThread().isInterrupted()) {
                super.write(bytes, offset, length);
            }
        }
    };

    private PrintStream out = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(errBytes, true, StandardCharsets.UTF_8);
    private final Deque<String> answers = new ArrayDeque<>();
    private final boolean interactive;
    private byte[] input = new byte[0];
    public boolean colour;
    public boolean outIsTerminal;
    public boolean errIsTerminal;
    public int width = 140;
    public FakeScreen screen;
    public FakeEditor editor;
    public IOException outFailure;

    private FakeTerminal(boolean interactive) {
        this.interactive = interactive;
        this.outIsTerminal = interactive;
        this.errIsTerminal = interactive;
    }

    /** Nobody sits there. */
    public static FakeTerminal none() {
        return new FakeTerminal(false);
    }

    /** Somebody sits there and will give these answers. */
    public static FakeTerminal withUser(String... answers) {
        FakeTerminal terminal = new FakeTerminal(true);
        terminal.answers.addAll(List.of(answers));
        return terminal;
    }

    /** Whoever read the result has gone away. */
    public FakeTerminal readerGone() {
        out = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int character) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                true,
                StandardCharsets.UTF_8);
        return this;
    }

    public FakeTerminal input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public String printed() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    public String said() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public InputStream in() {
        return new ByteArrayInputStream(input);
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public Optional<IOException> outFailure() {
        return Optional.ofNullable(outFailure);
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public boolean outIsTerminal() {
        return outIsTerminal;
    }

    @Override
    public boolean errIsTerminal() {
        return errIsTerminal;
    }

    @Override
    public boolean colour() {
        return colour;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Optional<Screen> openScreen() {
        return Optional.ofNullable(screen);
    }

    @Override
    public Optional<LineEditor> openLineEditor(LineEditor.Setup setup) {
        if (editor != null) {
            editor.setup = setup;
        }
        return Optional.ofNullable(editor);
    }

    @Override
    public String readLine(String question) {
        if (!interactive) {
            throw new AssertionError("Asked \"" + question + "\" without a terminal");
        }
        questions.add(question);
        return answers.remove();
    }

    @Override
    public String readSecret(String question) {
        return readLine(question);
    }
}
