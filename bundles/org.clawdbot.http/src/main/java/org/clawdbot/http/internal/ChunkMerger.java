package org.clawdbot.http.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Makes one chunk of HTTP/1.1 (RFC 9112, section 7.1) of all that arrived together. Servers send each event as a chunk of
 * its own, and OkHttp gives one chunk for each read, however many have arrived.
 *
 * <p>It knows sizes and data only. At anything else (the last chunk, an extension, a mistake) it lets all that comes pass
 * as it is, so that OkHttp judges it. The line that ends a merged chunk goes out before the next one: so the data reaches
 * to the end of what a read gives, which Okio hands on without a copy.
 */
final class ChunkMerger {

    /** By how much what it gives may be longer than what it took. */
    static final int OVERHEAD = 24;

    /** What a size has digits for. */
    static final int MAX_ROOM = 0xFFFF;

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] SIZE_LINE = {'0', '0', '0', '0', '\r', '\n'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final int SIZE_DIGITS = 4;
    private static final int MAX_DIGITS = 15;
    private static final int NONE = -1;

    /** What has to come next. */
    private enum Expected {
        SIZE,
        SIZE_LINE_FEED,
        DATA,
        DATA_RETURN,
        DATA_LINE_FEED,
        ANYTHING
    }

    private Expected expected = Expected.SIZE;

    /** The size of the chunk as far as it is read, and then how much of its data is still to come. */
    private long remaining;

    private int digits;

    /** Whether OkHttp has the beginning of the current chunk as it is, so that the rest has to follow. */
    private boolean begun;

    /** Whether the last merged chunk went out without the line that ends it. */
    private boolean unended;

    private long given;
    private int position;
    private int out;

    /** Tells whether it still knows what comes. */
    boolean isMerging() {
        return expected != Expected.ANYTHING;
    }

    /** Gives how many bytes of data it has followed and written out. */
    long given() {
        return given;
    }

    /** Gives the place up to which the last call took what there was. */
    int position() {
        return position;
    }

    /** Takes note of the first bytes of the body, which OkHttp has received as they are. */
    void follow(byte[] from, int start, int limit) {
        position = start;
        while (position < limit && expected != Expected.ANYTHING) {
            pass(from, limit);
        }
        begun = isWithinChunk();
    }

    /**
     * Writes what arrived, merged. Both ranges may be of one array if the first begins {@link #OVERHEAD} bytes behind the
     * second, or more.
     *
     * @param length for how many bytes there is room, more than {@link #OVERHEAD} and at most {@link #MAX_ROOM}
     * @return how many bytes it wrote, possibly none
     */
    int merge(byte[] from, int start, int limit, byte[] to, int offset, int length) {
        position = start;
        out = offset;
        int end = offset + length - OVERHEAD;
        int data = NONE;
        int dataEnd = NONE;
        while (position < limit && out < end) {
            int stop = Math.min(limit, position + end - out);
            if (begun) {
                finishBegun(from, stop, to);
            } else if (expected == Expected.ANYTHING) {
                copy(from, stop, to);
            } else if (expected == Expected.DATA) {
                if (data == NONE) {
                    data = openChunk(to);
                }
                copy(from, (int) Math.min(stop, position + remaining), to);
                received(out - Math.max(data, dataEnd));
                dataEnd = out;
            } else {
                Expected before = expected;
                pass(from, limit);
                if (expected == Expected.ANYTHING) {
                    giveWhatWasHeld(before, to);
                }
            }
        }
        if (data != NONE) {
            writeSize(dataEnd - data, SIZE_DIGITS, to, data - SIZE_LINE.length);
        }
        return out - offset;
    }

    /** Copies to the end of the chunk whose beginning OkHttp has. */
    private void finishBegun(byte[] from, int stop, byte[] to) {
        int start = position;
        while (begun && position < stop) {
            pass(from, stop);
            begun = isWithinChunk();
        }
        int end = position;
        position = start;
        copy(from, end, to);
    }

    /** Begins a merged chunk, whose size is not known yet; gives the place of its data. */
    private int openChunk(byte[] to) {
        if (unended) {
            write(LINE_END, to);
        }
        write(SIZE_LINE, to);
        unended = true;
        return out;
    }

    /** Writes what was taken and not given, before a byte that was not expected. */
    private void giveWhatWasHeld(Expected before, byte[] to) {
        switch (before) {
            case SIZE, SIZE_LINE_FEED -> {
                if (unended) {
                    write(LINE_END, to);
                }
                writeSize(remaining, digits, to, out);
                out += digits;
            }
            default -> {
                // The line that ends a chunk takes the place of the one that was held back.
            }
        }
        if (before == Expected.SIZE_LINE_FEED || before == Expected.DATA_LINE_FEED) {
            to[out++] = '\r';
        }
    }

    /** Goes past the data, or past one byte around it; stays where that is not what has to come, and expects anything. */
    private void pass(byte[] from, int limit) {
        if (expected == Expected.DATA) {
            int count = (int) Math.min(remaining, limit - position);
            position += count;
            received(count);
            return;
        }
        byte next = from[position];
        Expected before = expected;
        expected = switch (before) {
            case SIZE -> afterSize(next);
            case SIZE_LINE_FEED -> next == '\n' ? Expected.DATA : Expected.ANYTHING;
            case DATA_RETURN -> next == '\r' ? Expected.DATA_LINE_FEED : Expected.ANYTHING;
            default -> next == '\n' ? Expected.SIZE : Expected.ANYTHING;
        };
        if (expected != Expected.ANYTHING) {
            position++;
        }
    }

    private Expected afterSize(byte next) {
        int digit = Character.digit(next, 16);
        if (digit >= 0 && digits < MAX_DIGITS) {
            remaining = (remaining << 4) | digit;
            digits++;
            return Expected.SIZE;
        }
        return next == '\r' && remaining > 0 ? Expected.SIZE_LINE_FEED : Expected.ANYTHING;
    }

    private void received(int count) {
        given += count;
        remaining -= count;
        if (remaining == 0) {
            digits = 0;
            expected = Expected.DATA_RETURN;
        }
    }

    private boolean isWithinChunk() {
        return expected == Expected.SIZE ? digits > 0 : expected != Expected.ANYTHING;
    }

    private void copy(byte[] from, int stop, byte[] to) {
        int count = stop - position;
        System.arraycopy(from, position, to, out, count);
        position = stop;
        out += count;
    }

    private void write(byte[] bytes, byte[] to) {
        System.arraycopy(bytes, 0, to, out, bytes.length);
        out += bytes.length;
    }

    private static void writeSize(long size, int digits, byte[] to, int offset) {
        for (int i = 0; i < digits; i++) {
            to[offset + i] = HEX[(int) (size >> (4 * (digits - 1 - i))) & 0xF];
        }
    }
}
