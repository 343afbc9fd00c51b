package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonToken;

/**
 * Finds where a value ends that is written in the usual way: strings of ASCII without escapes, numbers of sane size,
 * true, false, null, and arrays of these. What is written in any other way is for a parser to judge.
 */
final class PlainJson {

    /** What every method gives where the value is not plain, or not wholly there. */
    static final int NOT_PLAIN = -1;

    private static final int MAX_NUMBER_LENGTH = 40;
    private static final int MAX_EXPONENT_DIGITS = 3;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private PlainJson() {}

    /** Gives the place of the first byte that is no space, or the limit. */
    static int skipSpace(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Gives the place behind the value, which is no object. */
    static int valueEnd(byte[] bytes, int from, int limit) {
        return from < limit && bytes[from] == '[' ? arrayEnd(bytes, from, limit) : scalarEnd(bytes, from, limit);
    }

    private static int arrayEnd(byte[] bytes, int from, int limit) {
        int at = skipSpace(bytes, from + 1, limit);
        if (at < limit && bytes[at] == ']') {
            return at + 1;
        }
        while (true) {
            at = scalarEnd(bytes, at, limit);
            if (at == NOT_PLAIN) {
                return NOT_PLAIN;
            }
            at = skipSpace(bytes, at, limit);
            if (at == limit || (bytes[at] != ',' && bytes[at] != ']')) {
                return NOT_PLAIN;
            }
            if (bytes[at] == ']') {
                return at + 1;
            }
            at = skipSpace(bytes, at + 1, limit);
        }
    }

    /** Gives the place behind the string, number, true, false or null. */
    static int scalarEnd(byte[] bytes, int from, int limit) {
        if (from >= limit) {
            return NOT_PLAIN;
        }
        return switch (bytes[from]) {
            case '"' -> stringEnd(bytes, from, limit);
            case 't' -> wordEnd(bytes, from, limit, TRUE);
            case 'f' -> wordEnd(bytes, from, limit, FALSE);
            case 'n' -> wordEnd(bytes, from, limit, NULL);
            default -> numberEnd(bytes, from, limit);
        };
    }

    /** Gives the place behind the closing quote of the string whose opening quote is given. */
    static int stringEnd(byte[] bytes, int from, int limit) {
        for (int at = from + 1; at < limit; at++) {
            byte b = bytes[at];
            if (b == '"') {
                return at + 1;
            }
            if (b < ' ' || b == '\\') { // bytes beyond ASCII are negative
                return NOT_PLAIN;
            }
        }
        return NOT_PLAIN;
    }

    private static int wordEnd(byte[] bytes, int from, int limit, byte[] word) {
        if (limit - from < word.length) {
            return NOT_PLAIN;
        }
        for (int i = 1; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                return NOT_PLAIN;
            }
        }
        return from + word.length;
    }

    private static int numberEnd(byte[] bytes, int from, int limit) {
        int digits = bytes[from] == '-' ? from + 1 : from;
        int at = digitsEnd(bytes, digits, limit);
        if (at == digits || (at > digits + 1 && bytes[digits] == '0')) {
            return NOT_PLAIN;
        }
        if (at < limit && bytes[at] == '.') {
            int fraction = at + 1;
            at = digitsEnd(bytes, fraction, limit);
            if (at == fraction) {
                return NOT_PLAIN;
            }
        }
        if (at < limit && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at = exponentEnd(bytes, at + 1, limit);
        }
        return at - from <= MAX_NUMBER_LENGTH ? at : NOT_PLAIN;
    }

    private static int exponentEnd(byte[] bytes, int from, int limit) {
        int digits = from < limit && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        int at = digitsEnd(bytes, digits, limit);
        return at > digits && at - digits <= MAX_EXPONENT_DIGITS ? at : NOT_PLAIN;
    }

    /** Tells what a parser calls such a number. */
    static JsonToken numberKind(String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return JsonToken.VALUE_NUMBER_FLOAT;
            }
        }
        return JsonToken.VALUE_NUMBER_INT;
    }

    private static int digitsEnd(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
