package org.clawdbot.chutes.auth.oauth.internal;

import java.io.Serial;

/** A text or request is not the answer that a sign-in waits for; the message says why and quotes nothing. */
final class UnusableRedirectException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableRedirectException(String reason) {
        super(reason);
    }

    /** A sentence for the user. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
