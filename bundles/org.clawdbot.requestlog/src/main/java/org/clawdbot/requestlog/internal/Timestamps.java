package org.clawdbot.requestlog.internal;

import java.time.Instant;

/** Writes times as {@link Instant#toString} does; date and time of day, which take longest, once for each second. */
final class Timestamps {

    private static final int MILLI = 1_000_000;
    private static final int MICRO = 1_000;

    private static volatile Second last = Second.of(0);

    private Timestamps() {}

    /**
     * A second of which there was a time.
     *
     * @param epochSecond which one
     * @param text date and time, without the letter for UTC at the end
     */
    private record Second(long epochSecond, String text) {

        static Second of(long epochSecond) {
            String whole = Instant.ofEpochSecond(epochSecond).toString();
            return new Second(epochSecond, whole.substring(0, whole.length() - 1));
        }
    }

    static String text(Instant time) {
        Second second = last;
        if (second.epochSecond() != time.getEpochSecond()) {
            second = Second.of(time.getEpochSecond());
            last = second;
        }
        StringBuilder text = new StringBuilder(32).append(second.text());
        int nanos = time.getNano();
        if (nanos == 0) {
            return text.append('Z').toString();
        }
        text.append('.');
        if (nanos % MILLI == 0) {
            digits(nanos / MILLI, 100, text);
        } else if (nanos % MICRO == 0) {
            digits(nanos / MICRO, 100_000, text);
        } else {
            digits(nanos, 100_000_000, text);
        }
        return text.append('Z').toString();
    }

    /** Writes a number with its leading zeros, from the digit on that counts most. */
    private static void digits(int number, int most, StringBuilder text) {
        for (int digit = most; digit > 0; digit /= 10) {
            text.append((char) ('0' + number / digit % 10));
        }
    }
}
