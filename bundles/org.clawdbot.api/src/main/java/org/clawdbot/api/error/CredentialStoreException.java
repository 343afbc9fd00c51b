package org.clawdbot.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The stored credentials could not be read, locked or written; nothing was lost or half written. */
public final class CredentialStoreException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Reports the failure.
     *
     * @param message one sentence: what failed and what to do
     * @param details what else is known
     * @param cause what brought it about, or null
     */
    public CredentialStoreException(String message, ErrorDetails details, @Nullable Throwable cause) {
        super("credential-store", ErrorSubject.HOST, message, details, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
