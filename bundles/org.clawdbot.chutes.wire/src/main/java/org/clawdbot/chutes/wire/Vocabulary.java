package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
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

    /** The text of the current token, a string or a number. */
    String word(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        return length > MAX_LENGTH
                ? parser.getText()
                : word(parser.getTextCharacters(), parser.getTextOffset(), length);
    }

    /** Tells whether the text of the current token is that word. */
    static boolean is(String word, JsonParser parser) throws IOException {
        return is(word, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    private String word(char[] chars, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + chars[i];
        }
        int first = hash ^ (hash >>> 16);
        for (int place = first; place < first + PROBES; place++) {
            String known = words[place & (PLACES - 1)];
            if (known == null) {
                String word = new String(chars, offset, length);
                words[place & (PLACES - 1)] = word;
                return word;
            }
            if (is(known, chars, offset, length)) {
                return known;
            }
        }
        return new String(chars, offset, length);
    }

    private static boolean is(String known, char[] chars, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
