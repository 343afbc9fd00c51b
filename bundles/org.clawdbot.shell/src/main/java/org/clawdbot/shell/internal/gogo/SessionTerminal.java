package org.clawdbot.shell.internal.gogo;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.clawdbot.shell.internal.terminal.ControlCharacters;
import org.clawdbot.shell.internal.terminal.Terminal;

/**
 * The streams of a console session: Gogo and Karaf put them in the place of the standard streams for the thread that
 * runs a command.
 */
final class SessionTerminal implements Terminal {

    private static final int WIDTH = 100;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

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

    @Override
    public int width() {
        return WIDTH;
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
