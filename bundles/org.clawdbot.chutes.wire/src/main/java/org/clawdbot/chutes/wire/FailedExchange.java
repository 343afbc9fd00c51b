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
 * @param authMode how the request was authenticated, see {@link org.clawdbot.api.provider.AuthMode}; null if that is not
 *     known, or it was not
 */
public record FailedExchange(
        int status, String body, Function<String, @Nullable String> header, @Nullable String authMode) {

    /** Checks that all values are there. */
    public FailedExchange {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(header, "header");
    }

    /**
     * Describes an answer to a request of which nobody says how it was authenticated.
     *
     * @param status the HTTP status
     * @param body the start of the body, already bounded by the caller
     * @param header looks a header up by name, ignoring case
     */
    public FailedExchange(int status, String body, Function<String, @Nullable String> header) {
        this(status, body, header, null);
    }

    /** Shows the status, never the body. */
    @Override
    public String toString() {
        return "FailedExchange[status=" + status + "]";
    }
}
