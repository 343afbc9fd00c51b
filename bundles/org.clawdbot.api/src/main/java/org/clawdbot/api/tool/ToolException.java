package org.clawdbot.api.tool;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A tool could not do what it was asked; its message is told to the model. */
public final class ToolException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Reports that a tool could not do what it was asked.
     *
     * @param message one sentence for the model: what is wrong and what would work
     */
    public ToolException(String message) {
        this(message, null);
    }

    /**
     * Reports that a tool could not do what it was asked.
     *
     * @param message one sentence for the model: what is wrong and what would work
     * @param cause what brought it about, or null
     */
    public ToolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
