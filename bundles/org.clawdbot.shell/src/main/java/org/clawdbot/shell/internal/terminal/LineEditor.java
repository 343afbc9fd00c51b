package org.clawdbot.shell.internal.terminal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads messages that somebody types and edits: arrows, history, completion, several lines. For one thread. */
public interface LineEditor extends AutoCloseable {

    /**
     * What an editor works with.
     *
     * @param history the file that keeps what was typed; made for its owner alone
     * @param completion gives what may stand in the place of the last word of a text, each with a description
     */
    record Setup(Path history, Function<String, Map<String, String>> completion) {}

    /**
     * What came of a question.
     *
     * @param kind how it ended
     * @param text what was typed
     */
    record Input(Kind kind, String text) {

        /** How typing ends. */
        public enum Kind {
            /** With Enter. */
            LINE,
            /** With Ctrl-C. */
            INTERRUPTED,
            /** With Ctrl-D on an empty line, or because the terminal is gone. */
            ENDED
        }
    }

    /** Waits for what is typed. */
    Input read(String prompt);

    /** Does something during which Ctrl-C interrupts the calling thread, and nothing else. */
    void interruptibly(Runnable action);

    /** Takes the whole window over, as long as that screen is open. */
    Optional<Screen> openScreen();

    @Override
    void close();
}
