package org.clawdbot.chutes.completions.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The latest chunk that said nothing but one piece of text, as a pattern for the next. Engines repeat the same bytes with
 * another piece in one place, hundreds of times a second; a chunk that fits says what the latest one said but for that
 * piece, so that nothing of it has to be parsed.
 *
 * <p>It knows no more of JSON than where a string ends, and so relies on two things: the chunk it learns from was parsed,
 * and is one object on one line; and the piece stood in the only member of that name. Whatever differs in any other way, or holds
 * anything unusual, does not fit and is left to the parser.
 */
final class ChunkTemplate {

    /** Where a piece of text stands, and what it is. */
    enum Kind {
        /** Of the answer. */
        TEXT("content", "content"),
        /** Of what the model thinks. */
        REASONING("reasoning_content", "reasoning"),
        /** Of the arguments of a tool call. */
        ARGUMENTS("arguments", "arguments");

        private final String name;
        private final String otherName;

        Kind(String name, String otherName) {
            this.name = name;
            this.otherName = otherName;
        }
    }

    /** Chunks that are longer are left to the parser. */
    static final int MAX_CHUNK = 4096;

    private static final int MAX_GAPS = 8;
    private static final int MAX_DIGITS = 18;

    /** Members that may differ from chunk to chunk and that nobody reads. */
    private static final String CREATED = "created";

    private static final String VERIFICATION = "chutes_verification";

    private byte[] chunk = {};
    private final int[] gapStarts = new int[MAX_GAPS];
    private final int[] gapEnds = new int[MAX_GAPS];
    private int length;
    private int gaps;
    private int pieceGap;
    private byte[] unescaped = {};
    private @Nullable String piece;

    /** Forgets what was learned. */
    void forget() {
        length = 0;
    }

    /** Learns from a chunk that the parser has read without complaint and that said nothing but one such piece. */
    void learn(byte[] buffer, int offset, int count, Kind kind) {
        forget();
        if (count > MAX_CHUNK) {
            return;
        }
        if (chunk.length < count) {
            chunk = new byte[count];
        }
        System.arraycopy(buffer, offset, chunk, 0, count);
        if (findGaps(count, kind)) {
            length = count;
        }
    }

    /** Finds what may differ; false if it is not certain where the piece stands. */
    private boolean findGaps(int count, Kind kind) {
        gaps = 0;
        int pieces = 0;
        int at = 0;
        while (at < count) {
            if (chunk[at] != '"') {
                if (chunk[at] < ' ') {
                    return false;
                }
                at++;
                continue;
            }
            int nameStart = at + 1;
            int nameEnd = stringEnd(chunk, nameStart, count);
            at = nameEnd + 1;
            if (at < count && chunk[at] == ' ') {
                return false; // it may be a name as well as a value
            }
            int value = valueStart(at, count);
            if (value < 0) {
                continue;
            }
            if (!isPlain(chunk, nameStart, nameEnd)) {
                return false;
            }
            boolean isString = chunk[value] == '"';
            boolean isNamed = isName(kind.name, nameStart, nameEnd) || isName(kind.otherName, nameStart, nameEnd);
            if (isNamed && (chunk[value] == '{' || chunk[value] == '[')) {
                return false; // the piece is not a string, whatever strings are within
            }
            boolean isPiece = isString && isNamed;
            if (isPiece || isName(CREATED, nameStart, nameEnd) || isName(VERIFICATION, nameStart, nameEnd)) {
                int start = isString ? value + 1 : value;
                at = isString ? stringEnd(chunk, start, count) : numberEnd(chunk, start, count);
                if (gaps == MAX_GAPS) {
                    return false;
                }
                if (isPiece) {
                    pieceGap = gaps;
                    pieces++;
                }
                gapStarts[gaps] = start;
                gapEnds[gaps] = at;
                gaps++;
                at += isString ? 1 : 0;
            }
        }
        return pieces == 1;
    }

    /** Gives where the value begins if this is the place behind the name of a member; -1 if not. */
    private int valueStart(int afterString, int count) {
        int at = afterString;
        if (at >= count || chunk[at] != ':') {
            return -1;
        }
        at++;
        while (at < count && chunk[at] == ' ') {
            at++;
        }
        return at < count ? at : -1;
    }

    private boolean isName(String name, int start, int end) {
        if (name.length() != end - start) {
            return false;
        }
        int at = 0;
        while (at < name.length() && chunk[start + at] == name.charAt(at)) {
            at++;
        }
        return at == name.length();
    }

    /**
     * Compares a chunk with the one learned from.
     *
     * @param buffer what holds the chunk
     * @param offset where it begins
     * @param limit where what has arrived ends; the chunk may end earlier
     * @return the place behind the chunk, whose piece {@link #piece} gives then; -1 if it does not fit
     */
    int match(byte[] buffer, int offset, int limit) {
        if (length == 0) {
            return -1;
        }
        int before = gapStarts[pieceGap];
        int behind = gapEnds[pieceGap];
        int start = offset + before;
        if (start <= limit && Arrays.equals(buffer, offset, start, chunk, 0, before)) {
            int pieceEnd = stringEnd(buffer, start, limit);
            int end = pieceEnd + length - behind;
            if (end <= limit && Arrays.equals(buffer, pieceEnd, end, chunk, behind, length)) {
                piece = decode(buffer, start, pieceEnd);
                return piece == null ? -1 : end;
            }
        }
        return gaps == 1 ? -1 : matchGaps(buffer, offset, limit);
    }

    /** Compares a chunk in which more than the piece may differ, and takes over what does. */
    private int matchGaps(byte[] buffer, int offset, int limit) {
        int at = offset;
        int from = 0;
        for (int gap = 0; gap < gaps; gap++) {
            int fixed = gapStarts[gap] - from;
            if (fixed > limit - at || !Arrays.equals(buffer, at, at + fixed, chunk, from, from + fixed)) {
                return -1;
            }
            at += fixed;
            from = gapEnds[gap];
            boolean isString = chunk[from] == '"';
            int gapEnd = isString ? stringEnd(buffer, at, limit) : numberEnd(buffer, at, limit);
            if (gap == pieceGap) {
                piece = decode(buffer, at, gapEnd);
                if (piece == null) {
                    return -1;
                }
            } else if (!(isString ? isPlain(buffer, at, gapEnd) : isNumber(buffer, at, gapEnd))) {
                return -1;
            } else if (gapEnd - at == gapEnds[gap] - gapStarts[gap]) {
                System.arraycopy(buffer, at, chunk, gapStarts[gap], gapEnd - at); // as it will be in the next ones
            }
            at = gapEnd;
        }
        int end = at + length - from;
        return end <= limit && Arrays.equals(buffer, at, end, chunk, from, length) ? end : -1;
    }

    /** Gives the piece of the chunk that fitted last. */
    @Nullable
    String piece() {
        return piece;
    }

    /** Tells whether there is anything to compare with. */
    boolean isKnown() {
        return length > 0;
    }

    /** Gives the place of the closing quote, or the end. */
    private static int stringEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, end);
    }

    /** Gives the place behind the digits. */
    private static int numberEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private static boolean isNumber(byte[] bytes, int from, int end) {
        return end > from && end - from <= MAX_DIGITS && bytes[from] != '0';
    }

    private static boolean isPlain(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] < ' ' || bytes[at] == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Gives the text that stands between two quotes, or null if it is for the parser to decide. */
    private @Nullable String decode(byte[] bytes, int from, int end) {
        boolean ascii = true;
        for (int at = from; at < end; at++) {
            byte b = bytes[at];
            if (b == '\\') {
                return decodeEscaped(bytes, from, end);
            }
            if (b < ' ') {
                if (b >= 0) {
                    return null;
                }
                ascii = false;
            }
        }
        return text(bytes, from, end, ascii);
    }

    private @Nullable String decodeEscaped(byte[] bytes, int from, int end) {
        if (unescaped.length < end - from) {
            unescaped = new byte[Math.max(64, end - from)];
        }
        boolean ascii = true;
        int size = 0;
        for (int at = from; at < end; at++) {
            byte b = bytes[at];
            if (b == '\\') {
                at++;
                b = at < end ? escaped(bytes[at]) : 0;
                if (b == 0) {
                    return null;
                }
            } else if (b < ' ') {
                if (b >= 0) {
                    return null;
                }
                ascii = false;
            }
            unescaped[size++] = b;
        }
        return text(unescaped, 0, size, ascii);
    }

    /** What an escape of two characters stands for; 0 for all others. */
    private static byte escaped(byte b) {
        return switch (b) {
            case '"', '\\', '/' -> b;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> 0;
        };
    }

    /** Malformed UTF-8, which Java replaces, is for the parser to refuse. */
    private static @Nullable String text(byte[] bytes, int from, int end, boolean ascii) {
        if (ascii) {
            return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        }
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : null;
    }
}
