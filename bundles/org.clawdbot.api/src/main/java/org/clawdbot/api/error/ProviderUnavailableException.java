package org.clawdbot.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The provider could not be reached, did not answer in time, or answered that it is broken. */
public final class ProviderUnavailableException extends ModelException {

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
    public ProviderUnavailableException(String code, String message, ErrorDetails details, @Nullable Throwable cause) {
        super(code, ErrorSubject.PROVIDER, message, details, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
