package org.clawdbot.testkit.simulator.http;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.clawdbot.testkit.simulator.scenario.Fault;

/**
 * One step of a paced answer.
 *
 * @param delayMillis wait before it
 * @param kind what it does
 * @param bytes what to send; empty unless the kind is {@link Kind#WRITE}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, one per event: no copy wanted
public record StreamStep(long delayMillis, Kind kind, byte[] bytes) {

    private static final byte[] NOTHING = {};

    /** What a step does. */
    public enum Kind {
        /** Sends bytes at once, in a write of their own. */
        WRITE,
        /** Closes the connection in the middle of the body. */
        TRUNCATE,
        /** Resets the connection. */
        RESET,
        /** Sends nothing more, and keeps the connection. */
        HANG
    }

    /**
     * Sends bytes.
     *
     * @param delayMillis wait before
     * @param bytes what to send
     * @return the step
     */
    public static StreamStep write(long delayMillis, byte[] bytes) {
        return new StreamStep(delayMillis, Kind.WRITE, bytes);
    }

    /**
     * Ends in an unfriendly way.
     *
     * @param delayMillis wait before
     * @param kind which
     * @return the step
     */
    public static StreamStep end(long delayMillis, Kind kind) {
        return new StreamStep(delayMillis, kind, NOTHING);
    }

    /**
     * One half of an answer that is not a stream, and then what a fault makes of the rest.
     *
     * @param whole the whole body
     * @param fault what breaks
     * @return the steps, or empty when the fault is one of event streams only
     */
    public static Optional<Iterator<StreamStep>> broken(byte[] whole, Fault fault) {
        StreamStep half = write(0, Arrays.copyOf(whole, whole.length / 2));
        return switch (fault) {
            case TRUNCATED -> Optional.of(List.of(half, end(0, Kind.TRUNCATE)).iterator());
            case RESET -> Optional.of(List.of(half, end(0, Kind.RESET)).iterator());
            case HANG -> Optional.of(List.of(half, end(0, Kind.HANG)).iterator());
            case EOF -> Optional.of(List.of(half).iterator());
            default -> Optional.empty();
        };
    }
}
