package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** The body of an answer, counted after decompression, that is copied while it is read. */
final class ListBody extends InputStream {

    private static final int DRAINED_AT_ONCE = 8 * 1024;

    private final InputStream in;
    private final ListCopy copy;
    private final Supplier<RuntimeException> tooLong;
    private int left;

    /**
     * Reads a body.
     *
     * @param limit how many bytes it may have
     * @param tooLong gives what is thrown when it has more
     */
    ListBody(InputStream in, ListCopy copy, int limit, Supplier<RuntimeException> tooLong) {
        this.in = in;
        this.copy = copy;
        this.left = limit;
        this.tooLong = tooLong;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = readUncopied(bytes, offset, length);
        if (count > 0) {
            copy.add(bytes, offset, count);
        }
        return count;
    }

    private int readUncopied(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > left) {
            throw tooLong.get();
        }
        left -= Math.max(0, count);
        return count;
    }

    /** Reads what is left of a body that is no list: that it breaks off, or is too long, says more than what is wrong with it. */
    void drain() throws IOException {
        byte[] bytes = new byte[DRAINED_AT_ONCE];
        while (readUncopied(bytes, 0, bytes.length) >= 0) {
            // to the end
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
