package org.clawdbot.testkit.simulator.scenario;

import java.util.Arrays;
import java.util.Locale;

/** What can break after an answer has begun (Chutes gateway behaviour on streams, plus plain network trouble). */
public enum Fault {
    /** A JSON object without {@code data:} in front, then the end, as the gateway does when an engine fails. */
    BARE_ERROR,
    /** An event whose data is an {@code error} object, then the end, as an engine does. */
    DATA_ERROR,
    /** A proper end of the HTTP body, but without {@code [DONE]} and finish reason. */
    EOF,
    /** The connection is closed in the middle of the HTTP body. */
    TRUNCATED,
    /** The connection is reset. */
    RESET,
    /** Nothing more comes; the connection stays open. */
    HANG,
    /** The second half of the body comes byte by byte and never ends; an event stream hangs. */
    TRICKLE,
    /** A second completion with another id begins inside the same body, as after a gateway retry. */
    NEW_ID;

    /**
     * The name in JSON, such as {@code bare-error}.
     *
     * @return the key
     */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String[] keys() {
        return Arrays.stream(values()).map(Fault::key).toArray(String[]::new);
    }

    static Fault of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
