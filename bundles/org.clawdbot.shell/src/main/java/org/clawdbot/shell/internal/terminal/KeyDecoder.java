package org.clawdbot.shell.internal.terminal;

import java.io.IOException;
import org.clawdbot.shell.internal.terminal.Key.Kind;

/**
 * Makes keys of the characters that a terminal sends: letters as they are, everything else as an escape sequence, in the
 * forms of ECMA-48 and of the VT220, which xterm and all that imitate it send.
 */
public final class KeyDecoder {

    private static final int ESCAPE = 0x1b;
    /** A sequence comes at once; a person takes longer. */
    private static final long SEQUENCE_MILLIS = 50;

    private final Characters characters;

    /** Creates a decoder. */
    public KeyDecoder(Characters characters) {
        this.characters = characters;
    }

    /** Where the characters come from. */
    @FunctionalInterface
    public interface Characters {

        /** What {@link #read} gives at the end. */
        int END = -1;

        /** What {@link #read} gives when the time is over. */
        int NOTHING = -2;

        /** Gives the next character; waits so long at most, or for ever if that is 0. */
        int read(long millis) throws IOException, InterruptedException;
    }

    /** Waits for a key, so long at most, or for ever if that is 0; gives {@link Kind#OTHER} when the time is over. */
    public Key read(long millis) throws IOException, InterruptedException {
        int character = characters.read(millis);
        if (character == Characters.NOTHING) {
            return Key.of(Kind.OTHER);
        }
        return character == ESCAPE ? afterEscape() : plain(character);
    }

    private Key plain(int character) throws IOException, InterruptedException {
        return switch (character) {
            case Characters.END -> Key.of(Kind.CLOSED);
            case '\r', '\n' -> Key.of(Kind.ENTER);
            case '\t' -> Key.of(Kind.TAB);
            case 0x7f, '\b' -> Key.of(Kind.BACKSPACE);
            default -> {
                if (character < ' ') {
                    yield Key.control((char) (character + '@'));
                }
                if (Character.isHighSurrogate((char) character)) {
                    int low = characters.read(SEQUENCE_MILLIS);
                    yield low < 0 ? Key.of(Kind.OTHER) : Key.of(Character.toCodePoint((char) character, (char) low));
                }
                yield Key.of(character);
            }
        };
    }

    private Key afterEscape() throws IOException, InterruptedException {
        int next = characters.read(SEQUENCE_MILLIS);
        return switch (next) {
            case Characters.NOTHING, Characters.END, ESCAPE -> Key.of(Kind.ESCAPE);
            case '[' -> sequence();
            case 'O' -> named(characters.read(SEQUENCE_MILLIS));
            default -> Key.of(Kind.OTHER);
        };
    }

    /** Numbers, separated by semicolons, then a letter or a tilde; only the first number says which key it is. */
    private Key sequence() throws IOException, InterruptedException {
        StringBuilder numbers = new StringBuilder();
        int character = characters.read(SEQUENCE_MILLIS);
        while (character >= ' ' && character < '@') {
            numbers.append((char) character);
            character = characters.read(SEQUENCE_MILLIS);
        }
        if (character != '~') {
            return named(character);
        }
        String first = numbers.toString().split(";", -1)[0];
        return Key.of(
                switch (first) {
                    case "1", "7" -> Kind.HOME;
                    case "3" -> Kind.DELETE;
                    case "4", "8" -> Kind.END;
                    case "5" -> Kind.PAGE_UP;
                    case "6" -> Kind.PAGE_DOWN;
                    default -> Kind.OTHER;
                });
    }

    private static Key named(int letter) {
        return Key.of(
                switch (letter) {
                    case 'A' -> Kind.UP;
                    case 'B' -> Kind.DOWN;
                    case 'C' -> Kind.RIGHT;
                    case 'D' -> Kind.LEFT;
                    case 'H' -> Kind.HOME;
                    case 'F' -> Kind.END;
                    case 'M' -> Kind.ENTER;
                    default -> Kind.OTHER;
                });
    }
}
