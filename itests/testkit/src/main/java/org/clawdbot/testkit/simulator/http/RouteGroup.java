package org.clawdbot.testkit.simulator.http;

/** Some routes that belong together, such as inference, account, or an identity provider. */
public interface RouteGroup {

    /**
     * Adds the group's routes.
     *
     * @param routes the table to add to
     */
    void addTo(Routes routes);
}
