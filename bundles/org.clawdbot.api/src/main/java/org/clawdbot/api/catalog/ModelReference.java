package org.clawdbot.api.catalog;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The full name of a model: {@code provider/model-id}.
 *
 * @param provider the provider id, lower case
 * @param id the model id exactly as the provider writes it; may contain further slashes
 */
public record ModelReference(String provider, String id) {

    /** Checks that both parts are there. */
    public ModelReference {
        if (Objects.requireNonNull(provider, "provider").isBlank()
                || Objects.requireNonNull(id, "id").isBlank()) {
            throw new IllegalArgumentException("A model reference has the form provider/model-id");
        }
    }

    /**
     * Reads a reference, split at the first slash.
     *
     * @param text the text, such as {@code chutes/zai-org/GLM-4.7-Flash}
     * @return the reference, or empty if there is no slash with text on both sides
     */
    public static Optional<ModelReference> parse(String text) {
        String stripped = text.strip();
        int slash = stripped.indexOf('/');
        if (slash <= 0 || slash == stripped.length() - 1) {
            return Optional.empty();
        }
        String provider = stripped.substring(0, slash).strip().toLowerCase(Locale.ROOT);
        String id = stripped.substring(slash + 1).strip();
        return provider.isEmpty() || id.isEmpty() ? Optional.empty() : Optional.of(new ModelReference(provider, id));
    }

    @Override
    public String toString() {
        return provider + "/" + id;
    }
}
