package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into server-sent events by the rules of the WHATWG, and finds what Chutes puts between them:
 * a bare JSON object, which is how the gateway reports a failure in the middle of a reply.
 *
 * <p>An event is a range of this reader's own buffer, valid until the next one is asked for, so that an event of one line
 * is never copied.
 */
final class SseReader {

    /** What {@link #next} found. */
    enum Found {
        /** The data of an event. */
        EVENT,
        /** A JSON object that is not part of any event. */
        BARE_JSON,
        /** The end of the stream. An event it cut short is dropped, as the rules say. */
        END
    }

    /** Enough for an event as engines send them; most streams are slow, and there may be thousands of them. */
    private static final int SMALL_BUFFER = 512;

    /** For streams that are faster than they are read, while they are. */
    private static final int LARGE_BUFFER = 16 * 1024;

    private static final int GROWTH = 8;

    private static final int MAX_EVENT = 16 * 1024 * 1024;
    private static final int MAX_WITHOUT_EVENT = 1024 * 1024;
    private static final long MAX_STREAM = 1024L * 1024 * 1024;
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] USUAL_PREFIX = {'d', 'a', 't', 'a', ':', ' '};

    private final InputStream in;
    private byte[] buffer = new byte[SMALL_BUFFER];
    private long received;
    private int position;
    private int limit;
    private boolean begun;
    private boolean skipLineFeed;

    private int dataStart = -1;
    private int dataEnd;

    SseReader(InputStream in) {
        this.in = in;
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return dataStart;
    }

    int length() {
        return dataEnd - dataStart;
    }

    Found next() throws IOException {
        dataStart = -1;
        int passedOver = 0;
        while (true) {
            int end = lineEnd();
            if (end < 0) {
                return atEnd();
            }
            int start = position;
            position = end + 1;
            skipLineFeed = buffer[end] == '\r';
            if (end == start) {
                if (dataStart >= 0) {
                    return Found.EVENT;
                }
            } else if (buffer[start] == '{') {
                dataStart = start;
                dataEnd = end;
                return Found.BARE_JSON;
            } else {
                field(start, end);
            }
            if (dataStart < 0 && (passedOver += position - start) > MAX_WITHOUT_EVENT) {
                throw new StreamLimitException("more than " + MAX_WITHOUT_EVENT / 1024 + " KiB hold no event");
            }
        }
    }

    /**
     * Takes the next event if it is one line and the template knows it: then nobody has to look for the ends of lines.
     * Otherwise gives null, and {@link #next} finds the event; it has not been waited for longer than that would.
     */
    @Nullable
    String nextPiece(ChunkTemplate template) throws IOException {
        if (!template.isKnown() || skipLineFeed) {
            return null;
        }
        dataStart = -1;
        int end = match(template);
        while (end < 0
                && limit - position < ChunkTemplate.MAX_CHUNK
                && LineEnds.find(buffer, position, limit) == limit) {
            if (fill() < 0) {
                return null;
            }
            end = match(template);
        }
        if (end < 0) {
            return null;
        }
        position = end;
        return template.piece();
    }

    /** Gives the place behind the event that begins at the read position, or -1 if it is not one that the template knows. */
    private int match(ChunkTemplate template) {
        int start = position + USUAL_PREFIX.length;
        if (start > limit || !Arrays.equals(buffer, position, start, USUAL_PREFIX, 0, USUAL_PREFIX.length)) {
            return -1;
        }
        int end = template.match(buffer, start, limit);
        boolean isWhole = end >= 0 && end + 2 <= limit && buffer[end] == '\n' && buffer[end + 1] == '\n';
        return isWhole ? end + 2 : -1;
    }

    private Found atEnd() {
        if (position < limit && buffer[position] == '{') {
            dataStart = position;
            dataEnd = limit;
            position = limit;
            return Found.BARE_JSON;
        }
        return Found.END;
    }

    /** Takes one line; only {@code data} matters here. */
    private void field(int start, int end) {
        int nameEnd = start + DATA.length;
        if (end < nameEnd || !Arrays.equals(buffer, start, nameEnd, DATA, 0, DATA.length)) {
            return;
        }
        if (end > nameEnd && buffer[nameEnd] != ':') {
            return;
        }
        int valueStart = Math.min(end, nameEnd + 1);
        if (valueStart < end && buffer[valueStart] == ' ') {
            valueStart++;
        }
        if (dataStart < 0) {
            dataStart = valueStart;
            dataEnd = end;
        } else {
            join(valueStart, end);
        }
    }

    /** Moves a further line of the same event behind the first; both lie before the read position. */
    private void join(int valueStart, int end) {
        buffer[dataEnd] = '\n';
        System.arraycopy(buffer, valueStart, buffer, dataEnd + 1, end - valueStart);
        dataEnd += 1 + end - valueStart;
    }

    /** Finds the end of the line at the read position, reading on where needed; -1 if the stream ends before it. */
    private int lineEnd() throws IOException {
        int scan = position;
        while (true) {
            if (!begun && limit - position >= BOM.length) {
                begun = true;
                if (Arrays.equals(buffer, position, position + BOM.length, BOM, 0, BOM.length)) {
                    position += BOM.length;
                    scan = position;
                }
            }
            if (skipLineFeed && position < limit) {
                skipLineFeed = false;
                if (buffer[position] == '\n') {
                    position++;
                    scan = Math.max(scan, position);
                }
            }
            scan = LineEnds.find(buffer, scan, limit);
            if (scan < limit) {
                begun = true;
                return scan;
            }
            int moved = fill();
            if (moved < 0) {
                return -1;
            }
            scan -= moved;
        }
    }

    /** Reads more; returns by how much the buffer's content moved towards its start, or -1 at the end of the stream. */
    private int fill() throws IOException {
        int keepFrom = dataStart >= 0 ? dataStart : position;
        int moved = 0;
        if (keepFrom == limit || limit == buffer.length) {
            makeRoom(keepFrom);
            moved = keepFrom;
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            return -1;
        }
        limit += count;
        received += count;
        if (received > MAX_STREAM) {
            throw new StreamLimitException("it is larger than " + MAX_STREAM / (1024 * 1024) + " MiB");
        }
        return moved;
    }

    /** Moves what is still needed to the start, of a larger or smaller buffer where that fits the stream better. */
    private void makeRoom(int keepFrom) throws IOException {
        int kept = limit - keepFrom;
        byte[] roomy = buffer;
        if (kept == buffer.length) {
            if (buffer.length >= MAX_EVENT) {
                throw new StreamLimitException("an event is larger than " + MAX_EVENT / (1024 * 1024) + " MiB");
            }
            roomy = new byte[buffer.length * 2];
        } else if (limit == buffer.length && buffer.length < LARGE_BUFFER) {
            roomy = new byte[Math.min(LARGE_BUFFER, buffer.length * GROWTH)];
        } else if (kept == 0 && limit < SMALL_BUFFER / 2 && buffer.length > SMALL_BUFFER) {
            roomy = new byte[SMALL_BUFFER];
        }
        System.arraycopy(buffer, keepFrom, roomy, 0, kept);
        buffer = roomy;
        position -= keepFrom;
        limit = kept;
        if (dataStart >= 0) {
            dataStart -= keepFrom;
            dataEnd -= keepFrom;
        }
    }

    /** What no honest server sends. */
    static final class StreamLimitException extends IOException {

        private static final long serialVersionUID = 1L;

        StreamLimitException(String message) {
            super(message);
        }
    }
}
