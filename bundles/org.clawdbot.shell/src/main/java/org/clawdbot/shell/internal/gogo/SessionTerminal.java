package org.clawdbot.shell.internal.gogo;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.clawdbot.shell.internal.terminal.ControlCharacters;
import org.clawdbot.shell.internal.terminal.LineEditor;
import org.clawdbot.shell.internal.terminal.Screen;
import org.clawdbot.shell.internal.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a console session: Gogo and Karaf put them in the place of the standard streams for the thread that
 * runs a command.
 */
final class SessionTerminal implements Terminal {

    private static final int WIDTH = 100;
    private static final String TERMINAL = ".terminal";

    private static final String KARAF = "karaf.base";

    private final @Nullable CommandSession session;
    private final PrintStream out;
    private final PrintStream err;

    private SessionTerminal(@Nullable CommandSession session, OutputStream out, OutputStream err) {
        this.session = session;
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    /** Gives the terminal of a session. */
    static SessionTerminal of(@Nullable CommandSession session) {
        return of(session, false);
    }

    /**
     * Gives the terminal of a session for one command. Of a single command over SSH, Karaf sends the result when it is
     * flushed at the console, and the standard error not at all; so messages go to the console there, as those of Karaf's own
     * commands do. Where the result is a document it has to stay alone.
     *
     * @param document whether the result is for programs
     */
    static SessionTerminal of(@Nullable CommandSession session, boolean document) {
        if (session == null) {
            return new SessionTerminal(null, System.out, System.err);
        }
        PrintStream console = session.getConsole();
        boolean toConsole = !document && System.getProperty(KARAF) != null;
        return new SessionTerminal(session, new FlushedThrough(System.out, console), toConsole ? console : System.err);
    }

    /** A stream that is flushed to the very end, though what lies between only passes bytes on. */
    private static final class FlushedThrough extends FilterOutputStream {

        private final PrintStream end;

        FlushedThrough(PrintStream out, PrintStream end) {
            super(out);
            this.end = end;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
            end.flush();
        }
    }

    /** A console of JLine keeps its terminal in a variable; others have none, or not one with a cursor. */
    @Override
    public Optional<Screen> openScreen() {
        try {
            Object terminal = session == null ? null : session.get(TERMINAL);
            return terminal == null ? Optional.empty() : SessionScreen.open(terminal);
        } catch (LinkageError withoutJLine) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<LineEditor> openLineEditor(LineEditor.Setup setup) {
        try {
            Object terminal = session == null ? null : session.get(TERMINAL);
            return terminal == null ? Optional.empty() : SessionEditor.open(terminal, colour(), setup);
        } catch (LinkageError withoutJLine) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream in() {
        return System.in;
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
    public boolean interactive() {
        return false;
    }

    @Override
    public boolean outIsTerminal() {
        return false;
    }

    @Override
    public boolean errIsTerminal() {
        return false;
    }

    /** Nobody can tell where a session ends, and mostly it does at a terminal. */
    @Override
    public String onOut(String text) {
        return ControlCharacters.replaced(text);
    }

    @Override
    public String onErr(String text) {
        return ControlCharacters.replaced(text);
    }

    @Override
    public boolean colour() {
        return false;
    }

    /** Consoles of JLine tell it in a variable. */
    @Override
    public int width() {
        String columns = session == null ? "" : String.valueOf(session.get("COLUMNS"));
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : WIDTH;
    }

    @Override
    public String readLine(String question) {
        throw new IllegalStateException("A console session is not asked anything; pass the answer as an option");
    }

    @Override
    public String readSecret(String question) {
        return readLine(question);
    }
}
