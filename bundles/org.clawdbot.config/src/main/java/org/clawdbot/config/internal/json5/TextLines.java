package org.clawdbot.config.internal.json5;

/** Where lines of a text begin and end, for editing in place. */
final class TextLines {

    private TextLines() {}

    static int startOf(String text, int offset) {
        int start = offset;
        while (start > 0 && !isLineEnd(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** Returns the white space with which the line of an offset begins. */
    static String indentAt(String text, int offset) {
        int start = startOf(text, offset);
        return text.substring(start, skipBlanks(text, start));
    }

    /** Tells whether nothing but white space stands before an offset in its line. */
    static boolean isFirstOnLine(String text, int offset) {
        return skipBlanks(text, startOf(text, offset)) >= offset;
    }

    static boolean isEndOfLine(String text, int offset) {
        return offset == text.length() || isLineEnd(text.charAt(offset));
    }

    /** Returns the offset after the line end that stands at an offset. */
    static int skipLineEnd(String text, int offset) {
        return offset + (text.startsWith("\r\n", offset) ? 2 : offset < text.length() ? 1 : 0);
    }

    static int skipBlanks(String text, int offset) {
        int at = offset;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static int skipBlanksBack(String text, int offset) {
        int at = offset;
        while (at > 0 && isBlank(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
