package org.clawdbot.models.internal;

import java.util.HashSet;
import java.util.Set;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ModelSelection;
import org.jspecify.annotations.Nullable;

/**
 * Which models may be used. Without an explicit list all may; with one, also those that the configuration names
 * elsewhere: whoever sets a default, a fallback or an alias means to use it.
 */
final class AllowList {

    private final boolean all;
    private final Set<ModelReference> allowed = new HashSet<>();

    AllowList(Set<String> explicit, ModelSelection selection) {
        all = explicit.isEmpty();
        explicit.forEach(name -> allow(name, selection));
        allow(selection.defaultModel(), selection);
        selection.fallbacks().forEach(name -> allow(name, selection));
        allow(selection.imageModel(), selection);
        selection.imageFallbacks().forEach(name -> allow(name, selection));
        selection.aliases().values().forEach(name -> allow(name, selection));
    }

    private void allow(@Nullable String name, ModelSelection selection) {
        if (name != null) {
            ModelReference.parse(selection.aliases().getOrDefault(name, name)).ifPresent(allowed::add);
        }
    }

    /** Whether every model may be used. */
    boolean isOpen() {
        return all;
    }

    boolean allows(ModelReference reference) {
        return all || allowed.contains(reference);
    }
}
