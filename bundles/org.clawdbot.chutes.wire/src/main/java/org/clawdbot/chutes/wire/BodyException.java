package org.clawdbot.chutes.wire;

import java.io.IOException;
import java.io.Serial;

/** A document could not be read to its end, which says nothing about whether it is JSON. */
final class BodyException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final IOException failure;

    BodyException(IOException failure) {
        super(failure);
        this.failure = failure;
    }

    /** Gives what the source of the document threw. */
    IOException failure() {
        return failure;
    }
}
