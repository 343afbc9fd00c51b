package org.clawdbot.http.internal;

import java.io.IOException;
import java.io.StreamCorruptedException;

/**
 * Bounds what a server may send between two pieces of a body. OkHttp keeps the line before each chunk in memory until it
 * ends, so that one without end would use up all of it. One piece is at most a few KiB; whoever reads it gives up after a
 * MiB.
 *
 * <p>Over HTTP/1 whoever reads the body reads the socket too, so the count belongs to the thread. Over HTTP/2 a thread of
 * OkHttp's reads the socket, by frames whose size is bounded.
 */
final class FramingLimit {

    private static final long MAX_BYTES = 1024 * 1024;
    private static final long NOBODY_READS = -1;
    private static final long USED_UP = 0;

    /** How many bytes may still come for the sake of the piece that this thread reads. */
    private static final ThreadLocal<long[]> LEFT = ThreadLocal.withInitial(() -> new long[] {NOBODY_READS});

    private FramingLimit() {}

    /** This thread reads a piece from now on. */
    static void begin() {
        LEFT.get()[0] = MAX_BYTES;
    }

    /** It has read the piece, or could not. */
    static void end() {
        LEFT.get()[0] = NOBODY_READS;
    }

    /** Takes note of bytes that came from a socket. */
    static void count(int bytes) throws IOException {
        long[] left = LEFT.get();
        if (left[0] == NOBODY_READS) {
            return;
        }
        left[0] = Math.max(USED_UP, left[0] - bytes);
        if (left[0] == USED_UP) {
            throw new IOException("too much that is no part of the body");
        }
    }

    /** Tells apart, before the end, what else may happen to a connection; TLS wraps what its socket throws. */
    static IOException explained(IOException failure) {
        if (LEFT.get()[0] != USED_UP) {
            return failure;
        }
        IOException corrupted = new StreamCorruptedException(
                "more than " + MAX_BYTES / 1024 + " KiB came that are no part of the body");
        corrupted.initCause(failure);
        return corrupted;
    }
}
