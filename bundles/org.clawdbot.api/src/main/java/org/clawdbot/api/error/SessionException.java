package org.clawdbot.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The record of a session could not be read, locked or written; what is on record stays as it was. */
public final class SessionException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The code where another turn of the session did not end in time. */
    public static final String BUSY = "session-busy";

    /** The code of every other failure. */
    public static final String RECORD = "session";

    /**
     * Reports the failure.
     *
     * @param code {@link #BUSY} or {@link #RECORD}
     * @param message one sentence: what failed and what to do
     * @param cause what brought it about, or null
     */
    public SessionException(String code, String message, @Nullable Throwable cause) {
        super(code, ErrorSubject.HOST, message, ErrorDetails.NONE, cause);
    }

    @Override
    public boolean retryable() {
        return code().equals(BUSY);
    }
}
