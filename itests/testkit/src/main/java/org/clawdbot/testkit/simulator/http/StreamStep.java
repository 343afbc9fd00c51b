package org.clawdbot.testkit.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
    private static final StreamStep TRICKLED = write(100, new byte[] {' '});
    private static final int PAD_PIECE = 64 * 1024;

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
     * White space, and then the answer.
     *
     * @param padding how many bytes of white space
     * @param whole the whole body
     * @return the steps
     */
    public static Iterator<StreamStep> padded(int padding, byte[] whole) {
        byte[] piece = " ".repeat(PAD_PIECE).getBytes(StandardCharsets.US_ASCII);
        return Stream.concat(
                        Stream.generate(() -> write(0, piece)).limit(padding / PAD_PIECE),
                        Stream.of(write(0, Arrays.copyOf(piece, padding % PAD_PIECE)), write(0, whole)))
                .iterator();
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
            case TRICKLE ->
                Optional.of(Stream.concat(Stream.of(half), Stream.generate(() -> TRICKLED))
                        .iterator());
            default -> Optional.empty();
        };
    }
}
