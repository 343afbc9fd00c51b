package org.clawdbot.http.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a socket receives. While more arrives than is asked for it reads ahead, so that the system is called for it once and
 * not for every few KiB; what it reads into goes again as soon as the server is slower than we are, or has said the last of
 * a chunked body.
 *
 * <p>Told that a response comes, it follows how far that has come, and told that its body is chunked, it merges chunks. For
 * the one thread that uses the connection; {@link #close} is for any, and {@link #await} for who has used it before.
 */
final class ReceivedBytes extends InputStream {

    /** Enough for an event; there may be thousands of slow streams. */
    private static final int LITTLE = 512;

    /** As much as Okio asks for at once. */
    private static final int USUAL = 8 * 1024;

    private static final int AHEAD = 64 * 1024;

    /** If so much arrives at once, more may have. */
    private static final int MUCH = USUAL - 2 * ChunkMerger.OVERHEAD;

    /** With less room than this nothing can be merged. */
    private static final int SMALL = 4 * ChunkMerger.OVERHEAD;

    private static final byte[] NOTHING = {};

    /** What was read ahead into last; who reads ahead next takes it, whatever the connection. */
    private static final AtomicReference<byte @Nullable []> SPARE = new AtomicReference<>();

    private final InputStream in;
    private byte[] ahead = NOTHING;
    private int position;
    private int limit;
    private int latest;

    private boolean following;
    private boolean merging;
    private @Nullable HeadEnd head;
    private ChunkMerger body = new ChunkMerger();
    private byte[] merged = NOTHING;
    private int mergedPosition;
    private int mergedLimit;
    private @Nullable IOException failure;

    ReceivedBytes(InputStream in) {
        this.in = in;
    }

    /** A response comes next. */
    void expectResponse() {
        following = true;
        merging = false;
        head = new HeadEnd();
        body = new ChunkMerger();
    }

    /**
     * The body of the response is chunked; its head has been read.
     *
     * @return what merges its chunks, for {@link #await}
     */
    ChunkMerger mergeChunks() {
        merging = head == null;
        return body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (mergedPosition < mergedLimit) {
            return takeMerged(buffer, offset, length);
        }
        if (!merging) {
            int count = hasAhead() ? take(buffer, offset, length) : receive(buffer, offset, length);
            if (following) {
                follow(buffer, offset, offset + count);
            }
            return count;
        }
        if (length < SMALL) {
            byte[] room = new byte[USUAL];
            int count = merge(room, 0, USUAL);
            if (count < 0) {
                return -1;
            }
            merged = room;
            mergedPosition = 0;
            mergedLimit = count;
            return takeMerged(buffer, offset, length);
        }
        return merge(buffer, offset, Math.min(length, ChunkMerger.MAX_ROOM));
    }

    /**
     * Waits for more of a chunked body, if whoever reads it has read all that there is. OkHttp would wait too, but with a
     * segment of 8 KiB in its hands. If waiting fails, the next read does: only there OkHttp learns that the call is over,
     * and tells a deadline that has passed from a connection that is lost.
     *
     * <p>Who has read a response to its end may ask once more, when another request already has the connection: then nothing
     * but the merger, which is the reader's own, is looked at.
     *
     * @param own what merges the chunks of the body
     * @param handedOn how many bytes of the body have been read
     */
    void await(ChunkMerger own, long handedOn) {
        if (!own.isMerging() || own.given() != handedOn) {
            return;
        }
        boolean isSlow = latest < LITTLE && position == limit;
        if (merging && isSlow) {
            try {
                fill(LITTLE);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    private int takeMerged(byte[] buffer, int offset, int length) {
        int count = Math.min(length, mergedLimit - mergedPosition);
        System.arraycopy(merged, mergedPosition, buffer, offset, count);
        mergedPosition += count;
        if (mergedPosition == mergedLimit) {
            merged = NOTHING;
        }
        return count;
    }

    private void follow(byte[] buffer, int offset, int end) {
        int bodyStart = offset;
        if (head != null) {
            bodyStart = head.find(buffer, offset, end);
            if (bodyStart < 0) {
                return;
            }
            head = null;
        }
        body.follow(buffer, bodyStart, end);
    }

    /** Reads until there is something besides the lines around chunks. */
    private int merge(byte[] buffer, int offset, int length) throws IOException {
        int written = 0;
        while (written == 0) {
            written = hasAhead() ? mergeAhead(buffer, offset, length) : mergeInPlace(buffer, offset, length);
        }
        return written;
    }

    private int mergeAhead(byte[] buffer, int offset, int length) throws IOException {
        int written = body.merge(ahead, position, limit, buffer, offset, length);
        took(body.position() - position);
        return written;
    }

    private int mergeInPlace(byte[] buffer, int offset, int length) throws IOException {
        int start = offset + ChunkMerger.OVERHEAD;
        int count = receive(buffer, start, length - 2 * ChunkMerger.OVERHEAD);
        return count < 0 ? -1 : body.merge(buffer, start, start + count, buffer, offset, length);
    }

    private int receive(byte[] buffer, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        int count = in.read(buffer, offset, length);
        latest = count;
        FramingLimit.count(Math.max(0, count));
        return count;
    }

    private boolean hasAhead() throws IOException {
        return position < limit || (latest >= MUCH && fill(AHEAD) > 0);
    }

    /** Reads ahead. */
    private int fill(int size) throws IOException {
        if (ahead.length != size) {
            byte[] spare = size == AHEAD ? SPARE.getAndSet(null) : null;
            ahead = spare == null ? new byte[size] : spare;
        }
        latest = in.read(ahead, 0, size);
        position = 0;
        limit = Math.max(0, latest);
        return latest;
    }

    private int take(byte[] buffer, int offset, int length) throws IOException {
        int count = Math.min(length, limit - position);
        System.arraycopy(ahead, position, buffer, offset, count);
        took(count);
        return count;
    }

    private void took(int count) throws IOException {
        position += count;
        boolean isSlow = latest < MUCH;
        boolean hasEnded = merging && !body.isMerging();
        if (position == limit && ahead.length > LITTLE && (isSlow || hasEnded)) {
            SPARE.set(ahead);
            ahead = NOTHING;
            latest = 0;
        }
        FramingLimit.count(count);
    }

    @Override
    public int available() throws IOException {
        return mergedLimit - mergedPosition + limit - position + in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Looks for the empty line that ends the head of a response. */
    private static final class HeadEnd {

        private int lineLength;
        private byte last;

        /** Gives the place behind it, or -1 if it has not come. */
        int find(byte[] from, int start, int limit) {
            for (int i = start; i < limit; i++) {
                byte next = from[i];
                if (next != '\n') {
                    lineLength++;
                    last = next;
                } else if (lineLength == 0 || (lineLength == 1 && last == '\r')) {
                    return i + 1;
                } else {
                    lineLength = 0;
                }
            }
            return -1;
        }
    }
}
