package org.clawdbot.api.error;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request needs what the model, by its catalog, does not have; nothing was sent. */
public final class UnmetDemandException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<String> suitable;

    /**
     * Reports a demand that a model does not meet.
     *
     * @param code the demand for programs: {@code no-image-input}, {@code no-tools}, {@code no-structured-output},
     *     {@code context-too-small}, {@code answer-too-long} or {@code too-expensive}
     * @param message one sentence: which demand it is, and which models meet it
     * @param suitable references of models that meet all demands of the request, best first; may be empty
     * @param details what else is known
     */
    public UnmetDemandException(String code, String message, List<String> suitable, ErrorDetails details) {
        super(code, ErrorSubject.MODEL, message, details, null);
        this.suitable = List.copyOf(suitable);
    }

    /**
     * Gives models that would do.
     *
     * @return references of models that meet all demands of the request, best first; may be empty
     */
    public List<String> suitable() {
        return suitable == null ? List.of() : suitable;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
