package org.clawdbot.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No usable credential: none is stored, or the provider refused the one that was sent. */
public sealed class SignInRequiredException extends ModelException permits SignInPendingException {

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
    public SignInRequiredException(String code, String message, ErrorDetails details, @Nullable Throwable cause) {
        super(code, ErrorSubject.CREDENTIAL, message, details, cause);
    }

    @Override
    public final boolean retryable() {
        return false;
    }
}
