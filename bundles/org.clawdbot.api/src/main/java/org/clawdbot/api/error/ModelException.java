package org.clawdbot.api.error;

import java.io.Serial;
import java.util.List;
import org.clawdbot.api.chat.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that this API reports.
 *
 * <p>The message is one sentence for a person: what failed and what to do about it. It never contains a credential, a
 * prompt or a whole response body.
 */
public abstract sealed class ModelException extends RuntimeException
        permits AllFailedException,
                BudgetExceededException,
                CooldownException,
                CredentialStoreException,
                InvalidSettingException,
                MissingPartException,
                ModelNotFoundException,
                ModelUnavailableException,
                PolicyException,
                ProviderUnavailableException,
                QuotaExceededException,
                RequestCancelledException,
                RequestRejectedException,
                SessionException,
                SignInRequiredException,
                StreamBrokenException,
                UnmetDemandException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;
    private final ErrorSubject subject;
    private final transient ErrorDetails details;

    ModelException(String code, ErrorSubject subject, String message, ErrorDetails details, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.subject = subject;
        this.details = details;
    }

    /**
     * Names the failure for a program.
     *
     * @return a short lower-case word with hyphens that keeps its meaning across versions, such as {@code capacity}
     */
    public final String code() {
        return code;
    }

    /**
     * Says what the failure is about.
     *
     * @return the subject that should rest, be replaced or be repaired
     */
    public final ErrorSubject subject() {
        return subject;
    }

    /**
     * Gives what else is known.
     *
     * @return the details; {@link ErrorDetails#NONE} where nothing is known
     */
    public final ErrorDetails details() {
        ErrorDetails known = details;
        return known == null ? ErrorDetails.NONE : known;
    }

    /**
     * Lists what was tried, where more was tried than this one failure tells.
     *
     * @return the failed tries in their order, those included that were passed over without asking; empty if the failure
     *     is all there was
     */
    public List<Attempt> attempts() {
        return List.of();
    }

    /**
     * Says whether the very same request may succeed later without anybody changing anything.
     *
     * @return true for a failure that passes by itself
     */
    public abstract boolean retryable();
}
