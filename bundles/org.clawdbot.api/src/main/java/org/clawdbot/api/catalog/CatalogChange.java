package org.clawdbot.api.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What is different between two lists of one provider.
 *
 * @param before the older list
 * @param after the newer list
 * @param appeared the models that only the newer list has, in its order
 * @param vanished the models that only the older list has, in its order
 * @param changed the models that both have and describe differently, in the order of the newer list
 */
public record CatalogChange(
        CatalogSnapshot before,
        CatalogSnapshot after,
        List<ModelInfo> appeared,
        List<ModelInfo> vanished,
        List<ModelChange> changed) {

    /** Checks that both lists are there and copies the models. */
    public CatalogChange {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        appeared = List.copyOf(appeared);
        vanished = List.copyOf(vanished);
        changed = List.copyOf(changed);
    }

    /**
     * Compares two lists.
     *
     * @param before the older list
     * @param after the newer list of the same provider
     * @return the difference, which may be none
     * @throws IllegalArgumentException if the lists are of different providers
     */
    public static CatalogChange between(CatalogSnapshot before, CatalogSnapshot after) {
        if (!before.provider().equals(after.provider())) {
            throw new IllegalArgumentException("Lists of " + before.provider() + " and " + after.provider());
        }
        List<ModelInfo> appeared = new ArrayList<>();
        List<ModelChange> changed = new ArrayList<>();
        after.models().forEach((id, model) -> {
            ModelInfo old = before.models().get(id);
            if (old == null) {
                appeared.add(model);
                return;
            }
            Set<ModelChange.Aspect> aspects = ModelChange.aspects(old, model);
            if (!aspects.isEmpty()) {
                changed.add(new ModelChange(old, model, aspects));
            }
        });
        List<ModelInfo> vanished = new ArrayList<>(before.models().values());
        vanished.removeIf(model -> after.models().containsKey(model.reference().id()));
        return new CatalogChange(before, after, appeared, vanished, changed);
    }

    /**
     * Names the provider.
     *
     * @return the provider id
     */
    public String provider() {
        return after.provider();
    }

    /**
     * Says whether the newer list comes from another source, as after a swap of catalogs.
     *
     * @return whether the sources differ
     */
    public boolean switched() {
        return !before.source().equals(after.source());
    }

    /**
     * Says whether both lists hold the same models with the same descriptions; their source and age may differ.
     *
     * @return whether no model differs
     */
    public boolean sameModels() {
        return appeared.isEmpty() && vanished.isEmpty() && changed.isEmpty();
    }
}
