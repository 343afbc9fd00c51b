package org.clawdbot.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The model exists but does not answer now: full, cold, failing, or switched off by the provider. */
public final class ModelUnavailableException extends ModelException {

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
    public ModelUnavailableException(String code, String message, ErrorDetails details, @Nullable Throwable cause) {
        super(code, ErrorSubject.MODEL, message, details, cause);
    }

    @Override
    public boolean retryable() {
        return !code().equals("disabled") && !code().equals("creator-balance");
    }
}
