package org.clawdbot.chutes.wire;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer other than success.
 *
 * @param status the HTTP status
 * @param body the start of the body, already bounded by the caller
 * @param header looks a header up by name, ignoring case
 */
public record FailedExchange(int status, String body, Function<String, @Nullable String> header) {

    /** Checks that all values are there. */
    public FailedExchange {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(header, "header");
    }

    /** Shows the status, never the body. */
    @Override
    public String toString() {
        return "FailedExchange[status=" + status + "]";
    }
}
