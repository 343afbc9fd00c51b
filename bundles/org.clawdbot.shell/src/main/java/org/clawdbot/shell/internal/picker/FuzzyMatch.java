package org.clawdbot.shell.internal.picker;

import java.util.Locale;
import java.util.OptionalInt;

/** Says how well a few typed letters stand for a name. */
final class FuzzyMatch {

    private static final int WHOLE = 1000;
    private static final int START_OF_PART = 10;
    private static final int NEXT_LETTER = 5;

    private FuzzyMatch() {}

    /**
     * Gives a score, the higher the better, or empty where the letters are not all in the name in this order. Letters
     * that stand together count most, then those at the start of a part of the name.
     */
    static OptionalInt score(String typed, String name) {
        String letters = typed.toLowerCase(Locale.ROOT);
        String text = name.toLowerCase(Locale.ROOT);
        int at = text.indexOf(letters);
        if (at >= 0) {
            return OptionalInt.of(WHOLE + (startsPart(text, at) ? START_OF_PART : 0) - Math.min(at, NEXT_LETTER));
        }
        int score = 0;
        int from = 0;
        int previous = -2;
        for (int i = 0; i < letters.length(); i++) {
            int found = text.indexOf(letters.charAt(i), from);
            if (found < 0) {
                return OptionalInt.empty();
            }
            score += startsPart(text, found) ? START_OF_PART : 0;
            score += found == previous + 1 ? NEXT_LETTER : 0;
            previous = found;
            from = found + 1;
        }
        return OptionalInt.of(score - Math.min(score, text.length() / NEXT_LETTER));
    }

    private static boolean startsPart(String text, int at) {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
    }
}
