package org.clawdbot.api.error;

import java.io.Serial;
import java.time.Instant;
import java.util.List;
import org.clawdbot.api.chat.Attempt;
import org.jspecify.annotations.Nullable;

/** Whatever could answer failed a short while ago and rests; nothing was sent. The same request is welcome later. */
public final class CooldownException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Instant availableAt;
    private final String reason;
    private final transient @Nullable List<Attempt> attempts;

    /**
     * Reports a rest.
     *
     * @param subject whether it is the model or the credential that rests
     * @param message one sentence: what rests, why, and when it may be asked again
     * @param availableAt the soonest time at which anything may be asked again
     * @param reason the code of the failure that brought the rest about
     * @param attempts what was passed over
     * @param details what else is known
     */
    public CooldownException(
            ErrorSubject subject,
            String message,
            Instant availableAt,
            String reason,
            List<Attempt> attempts,
            ErrorDetails details) {
        super("cooldown", subject, message, details, null);
        this.availableAt = availableAt;
        this.reason = reason;
        this.attempts = List.copyOf(attempts);
    }

    /**
     * Tells when to come back.
     *
     * @return the soonest time at which anything may be asked again
     */
    public Instant availableAt() {
        return availableAt;
    }

    /**
     * Tells why it rests.
     *
     * @return the code of the failure that brought the rest about, such as {@code capacity}
     */
    public String reason() {
        return reason;
    }

    @Override
    public List<Attempt> attempts() {
        return attempts == null ? List.of() : attempts;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
