package org.clawdbot.shell.internal.terminal;

import java.io.IOException;
import java.util.function.Consumer;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;

/** A line that is typed without being shown: a dot stands for each letter, so that one sees that something came. */
public final class SecretPrompt {

    private static final String DOT = "•";
    private static final String BACK = "\b \b";

    private final Keys keys;
    private final Consumer<String> display;
    private final StringBuilder typed = new StringBuilder();

    /** Creates a prompt. */
    public SecretPrompt(Keys keys, Consumer<String> display) {
        this.keys = keys;
        this.display = display;
    }

    /** Where the keys come from. */
    @FunctionalInterface
    public interface Keys {

        /** Gives the next key; {@link Key.Kind#OTHER} where there is none yet. */
        Key read() throws IOException, InterruptedException;
    }

    /**
     * Asks for the line.
     *
     * @throws RequestCancelledException if Ctrl-C is pressed
     * @throws IllegalStateException if the terminal goes away, or Ctrl-D is pressed instead of an answer
     */
    public String ask(String question) throws IOException, InterruptedException {
        display.accept(question + " ");
        while (true) {
            Key key = keys.read();
            switch (key.kind()) {
                case CHARACTER -> {
                    typed.appendCodePoint(key.character());
                    display.accept(DOT);
                }
                case BACKSPACE -> remove(1);
                case CONTROL -> control((char) key.character());
                case ENTER -> {
                    display.accept("\n");
                    return typed.toString();
                }
                case CLOSED -> throw nobody();
                default -> {
                    // moves nothing where nothing is seen
                }
            }
        }
    }

    private void control(char letter) {
        switch (letter) {
            case 'C' -> {
                display.accept("\n");
                throw new RequestCancelledException("Interrupted", ErrorDetails.NONE, null);
            }
            case 'D' -> {
                if (typed.isEmpty()) {
                    throw nobody();
                }
            }
            case 'U' -> remove(typed.codePointCount(0, typed.length()));
            default -> {
                // a letter that means nothing here
            }
        }
    }

    private void remove(int letters) {
        for (int i = 0; i < letters && !typed.isEmpty(); i++) {
            typed.setLength(typed.offsetByCodePoints(typed.length(), -1));
            display.accept(BACK);
        }
    }

    private IllegalStateException nobody() {
        display.accept("\n");
        return new IllegalStateException("Nobody answered: standard input has ended");
    }
}
