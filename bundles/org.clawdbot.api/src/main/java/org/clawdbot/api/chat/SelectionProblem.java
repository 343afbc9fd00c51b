package org.clawdbot.api.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configured model that cannot be used now: no longer listed, or forbidden by a rule of the host.
 *
 * @param setting where it is configured: {@code defaultModel}, {@code fallbacks}, {@code imageModel},
 *     {@code imageFallbacks} or {@code aliases}
 * @param model the name as it is configured
 * @param code why it cannot be used, in the words of {@link org.clawdbot.api.error.ModelException#code}
 * @param message one sentence for a person: what is wrong, and what could take the place of the model
 * @param replacement the full name of the model that comes nearest, of the same family if there is one; null if there
 *     is none that may be used
 */
public record SelectionProblem(
        String setting, String model, String code, String message, @Nullable String replacement) {

    /** Checks that all required values are there. */
    public SelectionProblem {
        Objects.requireNonNull(setting, "setting");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
