package org.clawdbot.models.internal;

import java.util.Collection;
import java.util.List;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;

/** Names the models that a person most likely meant, or may want instead. */
final class NearestText {

    private static final int NEAREST = 3;

    private NearestText() {}

    /** A clause for the end of a message. */
    static String of(ModelReference reference, CatalogSnapshot listing) {
        List<String> names = names(reference, listing);
        if (!names.isEmpty()) {
            return of(names);
        }
        String problem = listing.problem();
        return problem == null ? " (no such model is listed at all)" : " (" + problem + ")";
    }

    /** The same for names that are known already; nothing where there are none. */
    static String of(List<String> names) {
        return names.isEmpty() ? "" : "; nearest: " + String.join(", ", names);
    }

    static List<String> names(ModelReference reference, CatalogSnapshot listing) {
        return names(reference.id(), listing.models().values());
    }

    static List<String> names(String name, Collection<ModelInfo> models) {
        return NearestModels.of(name, models, NEAREST).stream()
                .map(model -> model.reference().toString())
                .toList();
    }
}
