package org.clawdbot.benchmarks.driver;

/** Where a contestant puts what it received; for one reply, used by one thread at a time. */
public final class Sink {

    private static final int NOT_A_NUMBER = -1;

    private final Digest digest = new Digest();
    private final boolean timed;
    private long bytes;
    private long pieces;
    private long firstNanos;
    private long latestNanos;
    private long sentMicros = NOT_A_NUMBER;

    private Sink(boolean timed) {
        this.timed = timed;
    }

    /**
     * Takes a reply whose text is of no interest in itself.
     *
     * @return a sink
     */
    public static Sink plain() {
        return new Sink(false);
    }

    /**
     * Takes a reply whose text says when each piece was sent.
     *
     * @return a sink
     */
    public static Sink timed() {
        return new Sink(true);
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
            readTimes(piece);
        }
    }

    /**
     * Takes bytes of a contestant that does not look into them.
     *
     * @param count how many arrived
     */
    public void bytes(int count) {
        if (pieces++ == 0) {
            firstNanos = System.nanoTime();
        }
        bytes += count;
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

    /** By how much the latest of the pieces was late. */
    long latestNanos() {
        return latestNanos;
    }

    /** Each piece of a slow reply is the time it was sent, in microseconds, and a space. */
    private void readTimes(String piece) {
        long now = System.nanoTime();
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c >= '0' && c <= '9') {
                sentMicros = Math.max(0, sentMicros) * 10 + (c - '0');
            } else if (sentMicros != NOT_A_NUMBER) {
                latestNanos = Math.max(latestNanos, now - sentMicros * 1000);
                sentMicros = NOT_A_NUMBER;
            }
        }
    }
}
