package org.clawdbot.api.error;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The provider's list has no model of that name; the nearest names it does have are given. */
public final class ModelNotFoundException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<String> nearest;

    /**
     * Reports an unknown model.
     *
     * @param message one sentence: which reference is unknown, and the nearest live names
     * @param nearest references of live models, nearest first; may be empty
     * @param details what else is known
     */
    public ModelNotFoundException(String message, List<String> nearest, ErrorDetails details) {
        super("model-not-found", ErrorSubject.MODEL, message, details, null);
        this.nearest = List.copyOf(nearest);
    }

    /**
     * Gives the names that come nearest.
     *
     * @return references of live models, nearest first; may be empty
     */
    public List<String> nearest() {
        List<String> names = nearest;
        return names == null ? List.of() : names;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
