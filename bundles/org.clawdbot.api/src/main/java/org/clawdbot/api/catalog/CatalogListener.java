package org.clawdbot.api.catalog;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of every change of the models a host offers. Register an implementation as a service; nothing else is needed.
 *
 * <p>Called in order, one change at a time for each provider, on a thread of the host: return soon. What a listener
 * throws is logged and keeps no other listener from hearing.
 */
@ConsumerType
@FunctionalInterface
public interface CatalogListener {

    /**
     * Takes a change: a newer list of the same source with other models, or a list of another source, in which case
     * {@link CatalogChange#switched} is true and the models may be the same.
     *
     * @param change what is different; unfiltered, whatever the host hides
     */
    void catalogChanged(CatalogChange change);
}
