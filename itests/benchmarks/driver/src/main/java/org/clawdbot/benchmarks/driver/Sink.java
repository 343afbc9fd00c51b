package org.clawdbot.benchmarks.driver;

import java.nio.charset.StandardCharsets;

/** Where a contestant puts what it received; for one reply, used by one thread at a time. */
public final class Sink {

    private static final int NOT_A_NUMBER = -1;

    /** What precedes each time in the bytes of a slow reply; its first byte is nowhere else in this. */
    private static final byte[] BEFORE_TIME = "content\":\"".getBytes(StandardCharsets.US_ASCII);

    private final Digest digest = new Digest();
    private final boolean timed;
    private final Runnable first;
    private long bytes;
    private long pieces;
    private long firstNanos;
    private long latestNanos;
    private long sentMicros = NOT_A_NUMBER;
    private int matched;
    private int times;

    private Sink(boolean timed, Runnable first) {
        this.timed = timed;
        this.first = first;
    }

    /**
     * Takes a reply whose text is of no interest in itself.
     *
     * @return a sink
     */
    public static Sink plain() {
        return new Sink(false, () -> {});
    }

    /**
     * Takes a reply whose text says when each piece was sent.
     *
     * @param first called with the first of them
     * @return a sink
     */
    public static Sink timed(Runnable first) {
        return new Sink(true, first);
    }

    /**
     * Takes text, or the arguments of a tool call.
     *
     * @param piece what arrived, cut as the contestant likes
     */
    public void text(String piece) {
        if (pieces++ == 0) {
            firstNanos = System.nanoTime();
        }
        digest.add(piece);
        if (timed) {
            long now = System.nanoTime();
            for (int i = 0; i < piece.length(); i++) {
                readTime(piece.charAt(i), now);
            }
        }
    }

    /**
     * Takes bytes of the body, from a contestant that does not look into them.
     *
     * @param buffer what they are in
     * @param offset where they begin
     * @param count how many arrived
     */
    public void bytes(byte[] buffer, int offset, int count) {
        if (pieces++ == 0) {
            firstNanos = System.nanoTime();
        }
        bytes += count;
        if (timed) {
            readTimes(buffer, offset, count);
        }
    }

    /**
     * Gives the digest of the text.
     *
     * @return the digest
     */
    public Digest digest() {
        return digest;
    }

    /**
     * Gives the number of bytes, of a contestant that does not look into them.
     *
     * @return the number
     */
    public long bytes() {
        return bytes;
    }

    long firstNanos() {
        return firstNanos;
    }

    /** The number of pieces that said when they were sent. */
    int times() {
        return times;
    }

    /** By how much the latest of the pieces was late. */
    long latestNanos() {
        return latestNanos;
    }

    private void readTimes(byte[] buffer, int offset, int count) {
        long now = System.nanoTime();
        for (int i = offset; i < offset + count; i++) {
            byte b = buffer[i];
            if (matched < BEFORE_TIME.length) {
                matched = b == BEFORE_TIME[matched] ? matched + 1 : b == BEFORE_TIME[0] ? 1 : 0;
            } else if (readTime((char) b, now)) {
                matched = 0;
            }
        }
    }

    /** Each piece of a slow reply is the time it was sent, in microseconds, and a space; true if this is no digit. */
    private boolean readTime(char c, long now) {
        if (c >= '0' && c <= '9') {
            sentMicros = Math.max(0, sentMicros) * 10 + (c - '0');
            return false;
        }
        if (sentMicros != NOT_A_NUMBER) {
            latestNanos = Math.max(latestNanos, now - sentMicros * 1000);
            sentMicros = NOT_A_NUMBER;
            if (times++ == 0) {
                first.run();
            }
        }
        return true;
    }
}
