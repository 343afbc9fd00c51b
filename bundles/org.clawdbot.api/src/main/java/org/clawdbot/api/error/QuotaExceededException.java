package org.clawdbot.api.error;

import java.io.Serial;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account behind the credential has used up its quota, a cap or its balance; {@link #code()} says which. */
public final class QuotaExceededException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable Instant resetAt;

    /**
     * Reports a used-up quota.
     *
     * @param message one sentence: what is used up and where to top up
     * @param resetAt when the provider says the quota starts anew, or null if it does not say
     * @param details what else is known
     */
    public QuotaExceededException(String message, @Nullable Instant resetAt, ErrorDetails details) {
        this("quota", message, resetAt, details);
    }

    /**
     * Reports which of the account's limits is used up.
     *
     * @param code the stable word for programs; see {@link #code()}
     * @param message one sentence: what is used up and where to top up
     * @param resetAt when the provider says the quota starts anew, or null if it does not say
     * @param details what else is known
     */
    public QuotaExceededException(String code, String message, @Nullable Instant resetAt, ErrorDetails details) {
        super(code, ErrorSubject.CREDENTIAL, message, details, null);
        this.resetAt = resetAt;
    }

    /**
     * Gives the time at which the quota starts anew.
     *
     * @return the time, if the provider said one
     */
    public Optional<Instant> resetAt() {
        return Optional.ofNullable(resetAt);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
