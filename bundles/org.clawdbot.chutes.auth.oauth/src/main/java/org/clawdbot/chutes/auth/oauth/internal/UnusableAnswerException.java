package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.io.Serial;

/** The server, or something in front of it, answered with what is neither tokens nor an OAuth error. */
final class UnusableAnswerException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    /** The reason must not quote the answer. */
    UnusableAnswerException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    int status() {
        return status;
    }
}
