package org.clawdbot.api.error;

import java.io.Serial;

/**
 * A bundle that the request needs is not there; the part is named. What has just gone, as in an update, was waited for
 * before, for a moment; what was never there was not.
 */
public final class MissingPartException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String part;

    /**
     * Reports a missing part.
     *
     * @param part the simple name of the missing service, such as {@code CompletionsTransport}
     * @param message one sentence: which part of which provider is missing and how to bring it back
     * @param details what else is known
     */
    public MissingPartException(String part, String message, ErrorDetails details) {
        super("missing-part", ErrorSubject.HOST, message, details, null);
        this.part = part;
    }

    /**
     * Names the missing part.
     *
     * @return the simple name of the missing service
     */
    public String part() {
        return part;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
