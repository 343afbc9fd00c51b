package org.clawdbot.api.error;

import java.io.Serial;
import java.util.Optional;
import org.clawdbot.api.chat.ChatResult;
import org.jspecify.annotations.Nullable;

/**
 * A reply that had begun did not end properly: cut off, failed at the provider, or mixed with another one.
 *
 * <p>What had arrived is kept, and is never to be taken for the whole answer.
 */
public final class StreamBrokenException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ChatResult partial;

    /**
     * Reports a broken reply.
     *
     * @param code the stable word for programs; see {@link #code()}
     * @param message one sentence: how the reply ended
     * @param partial what had arrived until then, without a finish reason
     * @param details what else is known
     * @param cause what brought it about, or null
     */
    public StreamBrokenException(
            String code, String message, ChatResult partial, ErrorDetails details, @Nullable Throwable cause) {
        super(code, ErrorSubject.PROVIDER, message, details, cause);
        this.partial = partial;
    }

    /**
     * Gives what had arrived before the reply broke.
     *
     * @return the partial result; empty only after the exception itself was serialized
     */
    public Optional<ChatResult> partial() {
        return Optional.ofNullable(partial);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
