package org.clawdbot.benchmarks.driver;

/**
 * A hash of a text that arrives in pieces: the same for the same text, however it is cut, and another one if a piece is
 * missing, twice there or out of order. It is that of {@link String#hashCode}, so that it costs little.
 */
public final class Digest {

    private static final int BASE = 31;
    private static final int[] POWERS = powers(256);

    private int hash;
    private long chars;

    /**
     * Takes the next piece.
     *
     * @param piece the piece
     */
    public void add(String piece) {
        int length = piece.length();
        hash = hash * power(length) + piece.hashCode();
        chars += length;
    }

    /**
     * Gives the hash of all pieces so far.
     *
     * @return the hash
     */
    public int hash() {
        return hash;
    }

    /**
     * Gives the length of all pieces so far.
     *
     * @return the number of UTF-16 units
     */
    public long chars() {
        return chars;
    }

    private static int power(int exponent) {
        if (exponent < POWERS.length) {
            return POWERS[exponent];
        }
        int half = power(exponent / 2);
        return half * half * power(exponent % 2);
    }

    private static int[] powers(int count) {
        int[] powers = new int[count];
        powers[0] = 1;
        for (int i = 1; i < count; i++) {
            powers[i] = powers[i - 1] * BASE;
        }
        return powers;
    }
}
