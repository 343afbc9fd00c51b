package org.clawdbot.api.chat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which models the host is configured to use, as the configuration writes them.
 *
 * @param defaultModel the reference or alias used where a request names no model, or null if none is configured
 * @param fallbacks references tried in turn when a model cannot answer
 * @param imageModel the reference used for requests with images, or null
 * @param imageFallbacks references tried in turn when the image model cannot answer
 * @param aliases short names and the references they stand for
 */
public record ModelSelection(
        @Nullable String defaultModel,
        List<String> fallbacks,
        @Nullable String imageModel,
        List<String> imageFallbacks,
        Map<String, String> aliases) {

    /** Copies the collections. */
    public ModelSelection {
        fallbacks = List.copyOf(fallbacks);
        imageFallbacks = List.copyOf(imageFallbacks);
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    }
}
