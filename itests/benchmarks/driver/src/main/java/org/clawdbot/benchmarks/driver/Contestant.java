package org.clawdbot.benchmarks.driver;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * One way to talk to the server. Made with the base URL of the work by a public constructor that takes a
 * {@link java.net.URI}; used by several threads at a time.
 */
public interface Contestant extends AutoCloseable {

    /** The model that is asked. */
    String MODEL = "zai-org/GLM-4.7-Flash";

    /** What the user says in each request. */
    String PROMPT = "Why is the sky blue?";

    /** The key of requests; the server takes any. */
    String API_KEY = "cpk_fake_for_benchmarks";

    /**
     * Streams one reply and returns when all of it was received.
     *
     * @param sink where to put it
     * @throws Exception if anything fails
     */
    void stream(Sink sink) throws Exception;

    /**
     * Begins to stream one reply. A thread waits for it, unless the contestant is told of what arrives and needs none.
     *
     * @param sink where to put it
     * @param threads where to wait
     * @return done when all of it was received; fails as {@link #stream} does
     */
    default Future<?> begin(Sink sink, ExecutorService threads) {
        return threads.submit(() -> {
            stream(sink);
            return null;
        });
    }

    /**
     * Asks for one reply in one piece.
     *
     * @param sink where to put its text
     * @throws Exception if anything fails
     */
    default void complete(Sink sink) throws Exception {
        throw new UnsupportedOperationException();
    }

    /**
     * Fetches the list of models.
     *
     * @return how many there are
     * @throws Exception if anything fails
     */
    default int listModels() throws Exception {
        throw new UnsupportedOperationException();
    }

    @Override
    default void close() throws IOException {}
}
