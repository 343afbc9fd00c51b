package org.clawdbot.models.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.error.ModelException;

/**
 * The lists of the catalogs. While a catalog is being replaced its last list is used, so that no request fails in between
 * for want of one.
 */
final class Listings {

    private final Parts<ModelCatalog> catalogs;
    private final Map<String, CatalogSnapshot> last = new ConcurrentHashMap<>();

    Listings(Parts<ModelCatalog> catalogs) {
        this.catalogs = catalogs;
    }

    CatalogSnapshot current(String provider) {
        Optional<ModelCatalog> catalog = catalogs.first(provider);
        CatalogSnapshot known = last.get(provider);
        if (catalog.isEmpty() && known != null) {
            return known;
        }
        try {
            return remember(catalog.orElseGet(() -> catalogs.require(provider)).current());
        } catch (ModelException e) {
            if (known == null) {
                throw e;
            }
            return new CatalogSnapshot(
                    provider,
                    known.source(),
                    known.fetchedAt(),
                    true,
                    e.getMessage(),
                    known.skippedRows(),
                    known.models());
        }
    }

    CatalogSnapshot refresh(String provider) {
        return remember(catalogs.require(provider).refresh());
    }

    private CatalogSnapshot remember(CatalogSnapshot snapshot) {
        last.put(snapshot.provider(), snapshot);
        return snapshot;
    }
}
