package org.clawdbot.chutes.catalog.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.clawdbot.api.host.FileReplacement;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.JsonException;

/**
 * The file of a list, open: one JSON object whose first line is its {@link ListHead}, followed by the server's own bytes. It
 * stays what it is for whoever has it open, also when another one takes its place.
 */
final class KeptFile implements Closeable {

    /** What comes behind the list. */
    static final byte[] TAIL = "\n}\n".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_HEAD = 16 * 1024;
    private static final int BLOCK = 32 * 1024;

    private final FileChannel channel;
    private final ListHead head;
    private final int headLength;

    private KeptFile(FileChannel channel, ListHead head, int headLength) {
        this.channel = channel;
        this.head = head;
        this.headLength = headLength;
    }

    /**
     * Opens a file.
     *
     * @return the file, or empty if it is of another server or something else
     * @throws java.time.DateTimeException if the first line has no time where it should have
     */
    static Optional<KeptFile> open(Path file, Endpoint endpoint) throws IOException, JsonException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Optional<KeptFile> kept = Optional.empty();
        try {
            ByteBuffer begin = ByteBuffer.allocate((int) Math.min(MAX_HEAD, channel.size()));
            while (begin.hasRemaining() && channel.read(begin) >= 0) {
                // until it is full
            }
            String line = firstLine(begin.array());
            int length = line.getBytes(StandardCharsets.UTF_8).length;
            if (channel.size() >= length + TAIL.length) {
                kept = ListHead.parse(line, endpoint).map(head -> new KeptFile(channel, head, length));
            }
            return kept;
        } finally {
            if (kept.isEmpty()) {
                channel.close();
            }
        }
    }

    /** Gives the first line with its line end, or nothing where there is none. */
    private static String firstLine(byte[] begin) {
        for (int i = 0; i < begin.length; i++) {
            if (begin[i] == '\n') {
                return new String(begin, 0, i + 1, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    ListHead head() {
        return head;
    }

    /** Gives the list, from its beginning. One may be read at a time. */
    InputStream list() throws IOException {
        channel.position(headLength);
        return new ListBytes(channel.size() - headLength - TAIL.length);
    }

    /** Copies the list, or so much of it. */
    void copyList(long length, FileReplacement to) throws IOException {
        byte[] block = new byte[BLOCK];
        InputStream list = list();
        long left = length;
        while (left > 0) {
            int count = list.read(block, 0, (int) Math.min(BLOCK, left));
            if (count < 0) {
                throw new EOFException("it has become shorter");
            }
            to.write(block, 0, count);
            left -= count;
        }
    }

    /** Copies the whole list. */
    void copyList(FileReplacement to) throws IOException {
        copyList(channel.size() - headLength - TAIL.length, to);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The file between its head and its tail. */
    private final class ListBytes extends InputStream {

        private long left;

        ListBytes(long length) {
            left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
            left -= Math.max(0, count);
            return count;
        }
    }
}
