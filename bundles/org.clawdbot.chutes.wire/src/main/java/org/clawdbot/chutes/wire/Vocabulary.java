package org.clawdbot.chutes.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives each word of a document as the one string that stands for it, without making a string of what was met before. It
 * has a fixed number of places: words that find none are made anew, so that no document can make it slow or large.
 */
final class Vocabulary {

    private static final int PLACES = 2048;
    private static final int PROBES = 4;
    private static final int MAX_LENGTH = 40;

    private final @Nullable String[] words = new String[PLACES];

    /** Gives the word that these characters are. */
    String word(char[] chars, int from, int length) {
        if (length > MAX_LENGTH) {
            return new String(chars, from, length);
        }
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + chars[from + i];
        }
        int place = place(hash);
        for (int probe = place; probe < place + PROBES; probe++) {
            String known = words[probe & (PLACES - 1)];
            if (known == null) {
                return keep(probe, new String(chars, from, length));
            }
            if (is(known, chars, from, length)) {
                return known;
            }
        }
        return new String(chars, from, length);
    }

    /** Gives the word that these bytes, which are ASCII, stand for. */
    String word(byte[] ascii, int from, int to) {
        int length = to - from;
        if (length > MAX_LENGTH) {
            return text(ascii, from, to);
        }
        int hash = length;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + ascii[at];
        }
        int place = place(hash);
        for (int probe = place; probe < place + PROBES; probe++) {
            String known = words[probe & (PLACES - 1)];
            if (known == null) {
                return keep(probe, text(ascii, from, to));
            }
            if (is(known, ascii, from, length)) {
                return known;
            }
        }
        return text(ascii, from, to);
    }

    /** Gives the text that these bytes, which are ASCII, stand for. */
    static String text(byte[] ascii, int from, int to) {
        return new String(ascii, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int place(int hash) {
        return hash ^ (hash >>> 16);
    }

    private String keep(int place, String word) {
        words[place & (PLACES - 1)] = word;
        return word;
    }

    private static boolean is(String known, char[] chars, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != chars[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(String known, byte[] ascii, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != ascii[from + i]) {
                return false;
            }
        }
        return true;
    }
}
