package org.clawdbot.models.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.jspecify.annotations.Nullable;

/**
 * The lists of the catalogs. While a catalog is being replaced its last list is used, so that no request fails in between
 * for want of one.
 */
final class Listings {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);

    /** How often a catalog that was replaced in the middle of a call is given up for its successor. */
    private static final int REPLACEMENTS = 3;

    private static final int POOLS = 100;

    private final Parts<ModelCatalog> catalogs;
    private final Consumer<CatalogSnapshot> news;
    private final Map<String, Known> last = new ConcurrentHashMap<>();
    private final Map<ModelReference, ModelInfo> pools = new LinkedHashMap<>();

    /**
     * Reads these catalogs.
     *
     * @param news is told of each list that is not the one read before, on the thread that read it
     */
    Listings(Parts<ModelCatalog> catalogs, Consumer<CatalogSnapshot> news) {
        this.catalogs = catalogs;
        this.news = news;
    }

    /**
     * The list of the best catalog. If that fails, its own last list; if it never had one, the list of the next catalog;
     * if there is none, the last list of any.
     */
    CatalogSnapshot current(String provider) {
        List<ModelCatalog> there = catalogs.of(provider);
        for (int attempt = 0; ; attempt++) {
            List<ModelCatalog> asked = there;
            try {
                return current(provider, asked);
            } catch (ModelException e) {
                there = catalogs.of(provider);
                if (attempt == REPLACEMENTS || e instanceof RequestCancelledException || there.equals(asked)) {
                    return asked.isEmpty() ? known(provider).orElseThrow(() -> e) : lastOr(provider, e);
                }
            }
        }
    }

    private CatalogSnapshot current(String provider, List<ModelCatalog> there) {
        ModelException failure = null;
        for (ModelCatalog catalog : there) {
            try {
                return remember(catalog, call(provider, catalog, ModelCatalog::current));
            } catch (RequestCancelledException e) {
                throw e;
            } catch (ModelException e) {
                failure = failure == null ? e : failure;
                Known known = last.get(provider);
                if (known != null && known.catalog() == catalog) {
                    break;
                }
            }
        }
        throw failure == null ? catalogs.missing(provider) : failure;
    }

    private CatalogSnapshot lastOr(String provider, ModelException failure) {
        CatalogSnapshot known = known(provider).orElseThrow(() -> failure);
        return new CatalogSnapshot(
                provider,
                known.source(),
                known.fetchedAt(),
                true,
                failure.getMessage(),
                known.skippedRows(),
                known.models());
    }

    /** The list that was read last, if any was; asks nobody. */
    Optional<CatalogSnapshot> known(String provider) {
        return Optional.ofNullable(last.get(provider)).map(Known::list);
    }

    /** What the provider makes of a model string: a model of this list, or a pool that it knows how to route to. */
    Optional<ModelInfo> find(ModelReference reference, CatalogSnapshot listing) {
        Optional<ModelInfo> listed = listing.find(reference.id());
        if (listed.isPresent()) {
            return listed;
        }
        Optional<ModelCatalog> catalog = catalogs.first(reference.provider());
        if (catalog.isEmpty()) {
            return pool(reference);
        }
        try {
            Optional<ModelInfo> found =
                    call(reference.provider(), catalog.get(), source -> source.find(reference.id()));
            found.ifPresent(pool -> keep(reference, pool));
            return found;
        } catch (RequestCancelledException e) {
            throw e;
        } catch (ModelException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} could not be looked up: {1}", reference, e.getMessage());
            return pool(reference);
        }
    }

    private Optional<ModelInfo> pool(ModelReference reference) {
        synchronized (pools) {
            return Optional.ofNullable(pools.get(reference));
        }
    }

    private void keep(ModelReference reference, ModelInfo pool) {
        synchronized (pools) {
            pools.put(reference, pool);
            if (pools.size() > POOLS) {
                pools.remove(pools.keySet().iterator().next());
            }
        }
    }

    /** The list that was read last, or that the catalog knows from before; empty where there is none. */
    Optional<CatalogSnapshot> beforeRefresh(String provider) {
        Optional<CatalogSnapshot> read = known(provider);
        try {
            return read.isPresent()
                    ? read
                    : catalogs.first(provider).flatMap(catalog -> call(provider, catalog, ModelCatalog::known));
        } catch (RequestCancelledException e) {
            throw e;
        } catch (ModelException nothingKnown) {
            return Optional.empty();
        }
    }

    CatalogSnapshot refresh(String provider) {
        ModelCatalog catalog = catalogs.first(provider)
                .orElseThrow(() -> noSource("the models of \"" + provider + "\"", ErrorDetails.ofProvider(provider)));
        return remember(catalog, call(provider, catalog, ModelCatalog::refresh));
    }

    /** Says that nothing can be read anew, although a last list may still be used. */
    static MissingPartException noSource(String what, ErrorDetails details) {
        return new MissingPartException(
                "ModelCatalog",
                "There is no source to refresh " + what + " from: the ModelCatalog is missing; start or install its"
                        + " bundle (see `clawdbot doctor`)",
                details);
    }

    @SuppressWarnings("ReferenceEquality") // a catalog gives the same list again until it has another one
    private CatalogSnapshot remember(ModelCatalog catalog, CatalogSnapshot snapshot) {
        Known before = last.get(snapshot.provider());
        if (before != null && before.catalog() == catalog && before.list() == snapshot) {
            return snapshot;
        }
        Known now = new Known(catalog, snapshot);
        if (catalogs.of(snapshot.provider()).contains(catalog) && !now.isSameAs(last.put(snapshot.provider(), now))) {
            news.accept(snapshot);
        }
        return snapshot;
    }

    /** Calls a catalog that may break any promise: it may be of another vendor, or its bundle may be gone already. */
    private static <R> R call(String provider, ModelCatalog catalog, Function<ModelCatalog, R> question) {
        try {
            return question.apply(catalog);
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new ProviderUnavailableException(
                    "catalog-failed",
                    "The catalog of " + provider + " failed: " + e,
                    ErrorDetails.ofProvider(provider),
                    e);
        }
    }

    /** A list and where it came from. */
    private record Known(ModelCatalog catalog, CatalogSnapshot list) {

        /** Whether there is nothing new, by the label: to compare the models is for one thread, not for each request. */
        boolean isSameAs(@Nullable Known before) {
            return before != null
                    && before.catalog() == catalog
                    && before.list().source().equals(list.source())
                    && before.list().fetchedAt().equals(list.fetchedAt())
                    && before.list().models().size() == list.models().size();
        }
    }
}
