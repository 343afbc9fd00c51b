package org.clawdbot.shell.internal.terminal;

/** Text as a terminal counts it: in cells, of which a letter takes none, one or two. */
public final class TextWidth {

    private static final char ELLIPSIS = '…';

    /** The blocks of East Asian letters and of emoji: the first and the last one of each, in order. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private TextWidth() {}

    /** Gives how many cells the text takes. */
    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        for (int[] block : WIDE) {
            if (codePoint <= block[1]) {
                return codePoint >= block[0];
            }
        }
        return false;
    }

    /** Gives the text, cut at its end where it takes more cells than there are. */
    public static String cut(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        return width < 1 ? "" : head(text, width - 1) + ELLIPSIS;
    }

    /** Gives the text, cut in its middle where it takes more cells than there are: names differ at their ends. */
    public static String cutMiddle(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        if (width < 3) {
            return cut(text, width);
        }
        int tail = (width - 1) / 2;
        return head(text, width - 1 - tail) + ELLIPSIS + tail(text, tail);
    }

    /** Gives the text with blanks behind it, so that it takes at least these cells. */
    public static String padded(String text, int width) {
        return text + blanks(text, width);
    }

    /** Gives the text with blanks before it, so that it takes at least these cells. */
    public static String paddedLeft(String text, int width) {
        return blanks(text, width) + text;
    }

    private static String blanks(String text, int width) {
        return " ".repeat(Math.max(0, width - of(text)));
    }

    private static String head(String text, int width) {
        int end = 0;
        int cells = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            cells += of(codePoint);
            if (cells > width) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    private static String tail(String text, int width) {
        int start = text.length();
        int cells = 0;
        while (start > 0) {
            int codePoint = text.codePointBefore(start);
            cells += of(codePoint);
            if (cells > width) {
                break;
            }
            start -= Character.charCount(codePoint);
        }
        return text.substring(start);
    }
}
