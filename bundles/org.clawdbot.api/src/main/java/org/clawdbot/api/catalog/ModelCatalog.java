package org.clawdbot.api.catalog;

import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows which models a provider has.
 *
 * <p>Registered with the service properties {@code model.provider} and {@code catalog.source}. Safe for any number of
 * threads: concurrent calls share one fetch.
 */
@ConsumerType
public interface ModelCatalog {

    /**
     * Gives the list as it is known now, from memory where that is fresh enough.
     *
     * <p>Blocks only when nothing is known yet, or nothing but an old list that an earlier process left behind, and then
     * for a bounded time. Otherwise an old list is returned at once, marked as stale, while a newer one is on its way.
     * Where no newer list can be had, the last good one is returned, marked as stale and with the problem stated.
     *
     * @return the list
     * @throws org.clawdbot.api.error.ModelException if no list was ever had and none can be had now
     */
    CatalogSnapshot current();

    /**
     * Gives the list that {@link #refresh} would replace, without waiting for a newer one: from memory, or as an earlier
     * process left it. A source that keeps none has only its present list, and inherits that.
     *
     * @return the list, marked as stale where it is; empty if none was ever had
     * @throws org.clawdbot.api.error.ModelException if no list was ever had and none can be had now
     */
    default Optional<CatalogSnapshot> known() {
        return Optional.of(current());
    }

    /**
     * Reads the source now and waits for it.
     *
     * @return the new list
     * @throws org.clawdbot.api.error.ModelException if the source cannot be read; {@link #current} keeps the last good
     *     list
     */
    CatalogSnapshot refresh();

    /**
     * Finds what the provider makes of a model string: one model of {@link #current}, or, where the provider routes a
     * string to a pool of models, a model of that name with what holds for every member.
     *
     * @param id the model string exactly as it would be sent
     * @return the model, if the provider is known to accept the string
     * @throws org.clawdbot.api.error.ModelException if no list was ever had and none can be had now
     */
    default Optional<ModelInfo> find(String id) {
        return current().find(id);
    }

    /**
     * Has a watcher called with each new list that the source comes by on its own, such as from a background fetch or a
     * file that was edited. A source that reads only when asked has none to tell of, and inherits that.
     *
     * @param watcher takes the list, on a thread of the source, and returns soon
     * @return ends the watch
     */
    default Watch watch(Consumer<CatalogSnapshot> watcher) {
        return () -> {};
    }

    /** A watch that can be ended. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {

        /** Ends the watch; a call that is under way may still arrive. */
        @Override
        void close();
    }
}
