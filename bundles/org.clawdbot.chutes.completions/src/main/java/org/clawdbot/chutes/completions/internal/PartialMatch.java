package org.clawdbot.chutes.completions.internal;

/** Finds a mark that may be cut in two by the end of a piece. */
final class PartialMatch {

    private PartialMatch() {}

    /** Gives how many characters at the end of a text are the beginning, but not the whole, of a mark. */
    static int atEnd(CharSequence text, String mark) {
        for (int start = Math.max(0, text.length() - mark.length() + 1); start < text.length(); start++) {
            if (start + at(text, start, mark) == text.length()) {
                return text.length() - start;
            }
        }
        return 0;
    }

    /** Gives how many characters of a mark stand at a place of a text. */
    static int at(CharSequence text, int place, String mark) {
        int length = Math.min(mark.length(), text.length() - place);
        for (int i = 0; i < length; i++) {
            if (text.charAt(place + i) != mark.charAt(i)) {
                return i;
            }
        }
        return length;
    }
}
