package org.clawdbot.testkit.simulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.clawdbot.testkit.simulator.scenario.ScenarioRun;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The HTTP/1.1 server on the loopback address; a handful of threads, however many answers are open. */
public final class HttpServer implements AutoCloseable {

    private static final long IDLE_MILLIS = 30L * 60 * 1000;

    // Held, because java.util.logging forgets the level of a logger that nobody holds.
    private static final Logger JETTY_LOG = Logger.getLogger("org.eclipse.jetty");

    static {
        if (JETTY_LOG.getLevel() == null) {
            JETTY_LOG.setLevel(Level.SEVERE);
        }
    }

    private final Server server;
    private final ServerConnector connector;
    private final Pacer pacer = new Pacer();
    private final int listening;

    /**
     * Starts a server on 127.0.0.1.
     *
     * @param port the port; 0 for a free one
     * @param threads the most threads to use
     * @param maxBodyBytes the longest request body kept
     * @param routes who answers; may be added to later
     * @param log where to record
     * @param scenario what to play
     * @param clock for arrival times
     * @throws UncheckedIOException when the port is not free
     */
    public HttpServer(
            int port,
            int threads,
            long maxBodyBytes,
            Routes routes,
            RequestLog log,
            ScenarioRun scenario,
            Clock clock) {
        QueuedThreadPool pool = new QueuedThreadPool(threads, Math.min(2, threads));
        pool.setName("chutes-simulator");
        pool.setDaemon(true);
        pool.setReservedThreads(0);
        server = new Server(pool, new ScheduledExecutorScheduler("chutes-simulator-idle", true), null);
        server.setStopTimeout(0);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // One selector that accepts as well: no thread waits for connections.
        connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(4096);
        connector.setShutdownIdleTimeout(0);
        server.addConnector(connector);
        GzipHandler gzip = new GzipHandler();
        gzip.setIncludedPaths("/v1/models");
        gzip.setHandler(new Router(routes, log, scenario, pacer, maxBodyBytes, clock));
        server.setHandler(gzip);
        listening = start(port);
    }

    private int start(int port) {
        try {
            server.start();
            return connector.getLocalPort();
        } catch (Exception e) {
            close();
            throw new UncheckedIOException(
                    "Port " + port + " on 127.0.0.1 cannot be used: " + e.getMessage(), new IOException(e));
        }
    }

    /**
     * The port it listens on, or listened on before it was closed.
     *
     * @return the port
     */
    public int port() {
        return listening;
    }

    /** Stops at once; open connections are closed. */
    @Override
    public void close() {
        pacer.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The simulator did not stop cleanly", e);
        }
    }
}
