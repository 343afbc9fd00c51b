package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.io.Serial;

/** The server answered in the words of OAuth that it gives no tokens. */
final class GrantRefusedException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String error;
    private final String description;

    /** Both texts come from outside and must have been made presentable. */
    GrantRefusedException(String error, String description) {
        super("the token request was refused: " + error);
        this.error = error;
        this.description = description;
    }

    String error() {
        return error;
    }

    /** What the server said, to be quoted. */
    String reason() {
        return description.isEmpty() ? error : error + ": " + description;
    }
}
