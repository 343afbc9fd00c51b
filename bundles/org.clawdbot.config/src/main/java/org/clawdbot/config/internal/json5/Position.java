package org.clawdbot.config.internal.json5;

/** A place in a text as an editor shows it: both parts count from 1, the column counts characters. */
public record Position(int line, int column) {

    /** Finds the place of an offset. Lines end with LF, CR or both. */
    public static Position of(String text, int offset) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset; i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
                line++;
                start = i + 1;
            }
        }
        return new Position(line, text.codePointCount(start, offset) + 1);
    }
}
