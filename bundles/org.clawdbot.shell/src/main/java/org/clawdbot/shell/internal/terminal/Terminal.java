package org.clawdbot.shell.internal.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/** Where a command reads and writes. The only place that knows whether somebody sits there. */
public interface Terminal {

    /** The width for output that nobody's terminal limits. */
    int UNLIMITED_WIDTH = 140;

    /** Gives the input. */
    InputStream in();

    /** Gives where the result goes; text is written in UTF-8. */
    PrintStream out();

    /** Gives where messages and progress go. */
    PrintStream err();

    /** Gives why the result can no longer be written, as far as that is known. */
    default Optional<IOException> outFailure() {
        return Optional.empty();
    }

    /** Says whether somebody can answer questions. */
    boolean interactive();

    /** Says whether the result goes to a terminal. */
    boolean outIsTerminal();

    /** Says whether messages and progress go to a terminal. */
    boolean errIsTerminal();

    /** Gives text of others as it may be written to the result: a terminal gets no control characters. */
    default String onOut(String text) {
        return outIsTerminal() ? ControlCharacters.replaced(text) : text;
    }

    /** Gives text of others as it may be written to the messages: a terminal gets no control characters. */
    default String onErr(String text) {
        return errIsTerminal() ? ControlCharacters.replaced(text) : text;
    }

    /** Says whether colour is welcome where there is a terminal. */
    boolean colour();

    /** Says whether to use colour in the result. */
    default boolean outColour() {
        return colour() && outIsTerminal();
    }

    /** Says whether to use colour in messages. */
    default boolean errColour() {
        return colour() && errIsTerminal();
    }

    /** Gives how many characters fit in a line. */
    int width();

    /** Takes the whole window over; empty where that cannot be done, such as without a terminal. */
    default Optional<Screen> openScreen() {
        return Optional.empty();
    }

    /** Reads messages that somebody types and edits; empty where that cannot be done, such as without a terminal. */
    default Optional<LineEditor> openLineEditor(LineEditor.Setup setup) {
        return Optional.empty();
    }

    /**
     * Asks for a line of text.
     *
     * @throws IllegalStateException if nobody can answer
     */
    String readLine(String question);

    /**
     * Asks for a line that is not shown while it is typed.
     *
     * @throws IllegalStateException if nobody can answer
     */
    String readSecret(String question);
}
