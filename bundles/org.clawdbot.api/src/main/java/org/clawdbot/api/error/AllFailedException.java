package org.clawdbot.api.error;

import java.io.Serial;
import java.util.List;
import org.clawdbot.api.chat.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Several models or credentials were tried for one request, and each failed. It is about what the first failure was about;
 * all of them are its suppressed exceptions, too.
 */
public final class AllFailedException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<Attempt> attempts;
    private final transient @Nullable List<ModelException> failures;

    /**
     * Reports that nobody answered.
     *
     * @param message who was tried, and why each failed
     * @param attempts the tries in their order
     * @param failures why each failed, in the same order; at least one
     */
    public AllFailedException(String message, List<Attempt> attempts, List<ModelException> failures) {
        super("all-failed", failures.get(0).subject(), message, failures.get(0).details(), failures.get(0));
        this.attempts = List.copyOf(attempts);
        this.failures = List.copyOf(failures);
        failures.stream().skip(1).forEach(this::addSuppressed);
    }

    @Override
    public List<Attempt> attempts() {
        return attempts == null ? List.of() : attempts;
    }

    /**
     * Gives the failures themselves.
     *
     * @return why each try failed, in the order of {@link #attempts}; empty only after the exception was serialized
     */
    public List<ModelException> failures() {
        return failures == null ? List.of() : failures;
    }

    /** True if any of the failures passes by itself. */
    @Override
    public boolean retryable() {
        return failures().stream().anyMatch(ModelException::retryable);
    }
}
