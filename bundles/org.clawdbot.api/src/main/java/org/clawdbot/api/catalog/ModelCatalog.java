package org.clawdbot.api.catalog;

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
     * <p>Blocks only when nothing is known yet, and then for a bounded time. Where no newer list can be had, the last
     * good one is returned, marked as stale and with the problem stated.
     *
     * @return the list
     * @throws org.clawdbot.api.error.ModelException if no list was ever had and none can be had now
     */
    CatalogSnapshot current();

    /**
     * Reads the source now and waits for it.
     *
     * @return the new list
     * @throws org.clawdbot.api.error.ModelException if the source cannot be read; {@link #current} keeps the last good
     *     list
     */
    CatalogSnapshot refresh();
}
