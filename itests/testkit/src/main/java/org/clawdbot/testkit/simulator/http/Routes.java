package org.clawdbot.testkit.simulator.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The table of routes; a later group cannot take a route that an earlier one has. */
public final class Routes {

    private final List<Route> routes = new CopyOnWriteArrayList<>();

    /** Answers a request; may return before the answer is complete, must not block. */
    public interface Handler {
        /**
         * Answers.
         *
         * @param exchange the request and the way to answer it
         */
        void handle(Exchange exchange);
    }

    /**
     * Adds a route. Scripted errors and delays are played before the handler is called.
     *
     * @param method the HTTP method
     * @param path the path; a segment in braces takes any value, see {@link Exchange#pathValue}
     * @param handler who answers
     * @return this table
     */
    public Routes on(String method, String path, Handler handler) {
        routes.add(new Route(method, path, false, handler));
        return this;
    }

    /**
     * Adds a route whose handler first makes its own checks and then asks {@link Exchange#behaviour}.
     *
     * @param method the HTTP method
     * @param path as above
     * @param handler who answers
     * @return this table
     */
    public Routes onChecked(String method, String path, Handler handler) {
        routes.add(new Route(method, path, true, handler));
        return this;
    }

    List<Route> all() {
        return routes;
    }
}
