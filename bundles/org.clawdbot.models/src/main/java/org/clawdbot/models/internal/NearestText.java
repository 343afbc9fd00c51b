package org.clawdbot.models.internal;

import java.util.List;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelReference;

/** Names the models that a person most likely meant, or may want instead. */
final class NearestText {

    private static final int NEAREST = 3;

    private NearestText() {}

    /** A clause for the end of a message. */
    static String of(ModelReference reference, CatalogSnapshot listing) {
        List<String> names = names(reference, listing);
        if (!names.isEmpty()) {
            return "; nearest: " + String.join(", ", names);
        }
        String problem = listing.problem();
        return problem == null ? " (no such model is listed at all)" : " (" + problem + ")";
    }

    static List<String> names(ModelReference reference, CatalogSnapshot listing) {
        return NearestModels.of(reference.id(), listing.models().values(), NEAREST).stream()
                .map(model -> model.reference().toString())
                .toList();
    }
}
