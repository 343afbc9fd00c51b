package org.clawdbot.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A rule of this host forbids the request, such as {@code teeOnly}; nothing was sent. */
public final class PolicyException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Reports the failure.
     *
     * @param code the stable word for programs; see {@link #code()}
     * @param message one sentence: what failed and what to do
     * @param details what else is known
     * @param cause what brought it about, or null
     */
    public PolicyException(String code, String message, ErrorDetails details, @Nullable Throwable cause) {
        super(code, ErrorSubject.REQUEST, message, details, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
