package org.clawdbot.models.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.clawdbot.api.catalog.CatalogChange;
import org.clawdbot.api.catalog.CatalogListener;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.error.ModelException;

/**
 * Tells listeners how the lists of the best catalogs change. Catalogs and callers only say that something may be new;
 * one task at a time looks what it is, so that each difference is told once and in order, and a burst of services that
 * come and go is over before anybody hears of it.
 *
 * <p>Nothing is read of a provider that nobody has asked about, unless somebody listens.
 */
final class CatalogNews {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);

    /** How long the services must have been quiet, and how often that is waited for. */
    static final Duration SETTLE = Duration.ofMillis(100);

    private static final int PATIENCE = 20;

    private final Parts<ModelCatalog> catalogs;
    private final Later later;
    private final Runnable afterChange;
    private final Listings listings;
    private final CopyOnWriteArrayList<CatalogListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, CatalogSnapshot> told = new ConcurrentHashMap<>();
    private final AtomicInteger comings = new AtomicInteger();
    private final AtomicBoolean waiting = new AtomicBoolean();

    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Follows these catalogs.
     *
     * @param later runs the tasks, one at a time
     * @param afterChange is run on the same thread after the listeners have heard of a change
     */
    CatalogNews(Parts<ModelCatalog> catalogs, Later later, Runnable afterChange) {
        this.catalogs = catalogs;
        this.later = later;
        this.afterChange = afterChange;
        this.listings = new Listings(catalogs, this::listSeen);
    }

    Listings listings() {
        return listings;
    }

    void add(CatalogListener listener) {
        listeners.add(listener);
        catalogsChanged();
    }

    void remove(CatalogListener listener) {
        listeners.remove(listener);
    }

    /** Says that a catalog came, changed its properties or went. */
    void catalogsChanged() {
        comings.incrementAndGet();
        lookSoon();
    }

    private void listSeen(CatalogSnapshot snapshot) {
        told.putIfAbsent(snapshot.provider(), snapshot);
        lookSoon();
    }

    private void lookSoon() {
        if (waiting.compareAndSet(false, true)) {
            awaitQuiet(comings.get(), 0);
        }
    }

    private void awaitQuiet(int before, int rounds) {
        later.run(SETTLE, () -> {
            int now = comings.get();
            if (now != before && rounds < PATIENCE) {
                awaitQuiet(now, rounds + 1);
                return;
            }
            waiting.set(false);
            look();
        });
    }

    private void look() {
        Set<String> providers = new TreeSet<>(catalogs.providers());
        providers.addAll(watched.keySet());
        for (String provider : providers) {
            if (told.containsKey(provider) || !listeners.isEmpty()) {
                watch(provider, catalogs.first(provider));
                compare(provider);
            }
        }
    }

    private void watch(String provider, Optional<ModelCatalog> best) {
        Watched old = watched.get(provider);
        if (old != null && old.catalog() == best.orElse(null)) {
            return;
        }
        if (old != null) {
            watched.remove(provider);
            old.close();
        }
        best.ifPresent(catalog -> {
            try {
                watched.put(provider, new Watched(catalog, catalog.watch(list -> lookSoon())));
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.WARNING, "The catalog of " + provider + " cannot be watched", e);
            }
        });
        if (closed) {
            close();
        }
    }

    private void compare(String provider) {
        CatalogSnapshot now;
        try {
            now = listings.current(provider);
        } catch (ModelException e) {
            LOG.log(System.Logger.Level.DEBUG, "There is no list of {0} to compare: {1}", provider, e.getMessage());
            return;
        }
        CatalogSnapshot before = told.put(provider, now);
        if (before == null) {
            return;
        }
        CatalogChange change = CatalogChange.between(before, now);
        if (change.switched() || !change.sameModels()) {
            tell(change);
        }
    }

    private void tell(CatalogChange change) {
        LOG.log(
                System.Logger.Level.INFO,
                "The models of {0} ({1}): {2} new, {3} gone, {4} changed",
                change.provider(),
                change.switched()
                        ? change.before().source() + " -> " + change.after().source()
                        : change.after().source(),
                change.appeared().size(),
                change.vanished().size(),
                change.changed().size());
        for (CatalogListener listener : List.copyOf(listeners)) {
            try {
                listener.catalogChanged(change);
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.WARNING, "A listener of catalog changes failed", e);
            }
        }
        afterChange.run();
    }

    /** Ends every watch; nothing is told any more. */
    void close() {
        closed = true;
        watched.values().removeIf(each -> {
            each.close();
            return true;
        });
    }

    /** A catalog and the watch on it. */
    private record Watched(ModelCatalog catalog, ModelCatalog.Watch watch) {

        void close() {
            try {
                watch.close();
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.DEBUG, "A catalog that is gone could not end its watch", e);
            }
        }
    }
}
