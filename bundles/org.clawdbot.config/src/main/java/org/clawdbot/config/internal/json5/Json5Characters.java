package org.clawdbot.config.internal.json5;

/** Character classes of the JSON5 grammar, which takes them from ECMAScript 5.1. */
final class Json5Characters {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Json5Characters() {}

    static boolean isLineTerminator(int c) {
        return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
    }

    static boolean isWhiteSpace(int c) {
        return switch (c) {
            case '\t', 0x0B, '\f', ' ', 0xA0, 0xFEFF -> true;
            default -> isLineTerminator(c) || Character.getType(c) == Character.SPACE_SEPARATOR;
        };
    }

    static boolean isIdentifierStart(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.LETTER_NUMBER -> true;
            default -> c == '$' || c == '_';
        };
    }

    static boolean isIdentifierPart(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.CONNECTOR_PUNCTUATION -> true;
            default -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER || isIdentifierStart(c);
        };
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** Tells whether a key can be written without quotes by the plainest rule that all readers share. */
    static boolean isPlainKey(String key) {
        return key.matches("[A-Za-z_$][A-Za-z0-9_$]*");
    }
}
