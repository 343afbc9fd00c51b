package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** The body of an answer, counted after decompression, that is copied while it is read. */
final class ListBody extends InputStream {

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
        int count = in.read(bytes, offset, length);
        if (count > left) {
            throw tooLong.get();
        }
        if (count > 0) {
            left -= count;
            copy.add(bytes, offset, count);
        }
        return count;
    }
}
