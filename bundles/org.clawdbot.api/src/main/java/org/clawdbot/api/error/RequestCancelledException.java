package org.clawdbot.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The caller closed the stream or interrupted the thread before the reply was complete. */
public final class RequestCancelledException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Reports the failure.
     *
     * @param message one sentence: what failed and what to do
     * @param details what else is known
     * @param cause what brought it about, or null
     */
    public RequestCancelledException(String message, ErrorDetails details, @Nullable Throwable cause) {
        super("cancelled", ErrorSubject.REQUEST, message, details, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
