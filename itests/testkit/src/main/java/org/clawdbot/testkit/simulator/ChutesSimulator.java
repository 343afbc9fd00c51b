package org.clawdbot.testkit.simulator;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.chat.InferenceRoutes;
import org.clawdbot.testkit.simulator.chat.ModelList;
import org.clawdbot.testkit.simulator.chat.ScriptedEngine;
import org.clawdbot.testkit.simulator.http.HttpServer;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.clawdbot.testkit.simulator.http.RequestLog;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;
import org.clawdbot.testkit.simulator.idp.Idp;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.ScenarioRun;

/**
 * A running Chutes server on the loopback address, for tests, benchmarks and demonstrations. It answers as the Chutes
 * gateway was seen to, until a {@link Scenario} says otherwise. All methods are thread safe.
 */
public final class ChutesSimulator implements AutoCloseable {

    private final RequestLog log;
    private final KeyRing keys;
    private final Idp idp;
    private final ModelList models;
    private final ScenarioRun scenario;
    private final HttpServer server;

    private ChutesSimulator(Builder options) {
        log = new RequestLog(options.rememberedRequests);
        keys = options.keys;
        idp = new Idp(options.clock, keys, options.idp);
        models = options.models;
        scenario = new ScenarioRun(options.scenario);
        Routes routes = new Routes();
        new InferenceRoutes(keys, models, new ScriptedEngine(options.clock)).addTo(routes);
        new AccountRoutes(keys, idp).addTo(routes);
        new AliasRoutes(keys, models).addTo(routes);
        idp.addTo(routes);
        options.groups.forEach(group -> group.addTo(routes));
        server = new HttpServer(
                options.port, options.threads, options.maxBodyBytes, routes, log, scenario, options.clock);
    }

    /**
     * A server on a free port with everything normal.
     *
     * @return the running server
     */
    public static ChutesSimulator start() {
        return builder().start();
    }

    /**
     * Options for a server.
     *
     * @return new options
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The port.
     *
     * @return the port on 127.0.0.1
     */
    public int port() {
        return server.port();
    }

    /**
     * What to configure as {@code baseUrl}.
     *
     * @return {@code http://127.0.0.1:PORT/v1}
     */
    public URI baseUrl() {
        return URI.create(accountUrl() + "/v1");
    }

    /**
     * What to configure as {@code accountUrl}.
     *
     * @return {@code http://127.0.0.1:PORT}
     */
    public URI accountUrl() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /**
     * The credentials it accepts, to be changed at run time.
     *
     * @return the live key ring
     */
    public KeyRing keys() {
        return keys;
    }

    /**
     * The identity provider: apps, tokens, switches and counters.
     *
     * @return the live one
     */
    public Idp idp() {
        return idp;
    }

    /**
     * Accepts an access token from now on.
     *
     * @param token begins with {@code cak_}
     * @param scopes what it may do, such as {@code chutes:invoke}
     */
    public void registerToken(String token, String... scopes) {
        keys.registerToken(token, Set.of(scopes));
    }

    /**
     * Replaces the scenario; its rules count from zero.
     *
     * @param next the new one
     */
    public void scenario(Scenario next) {
        scenario.load(next);
    }

    /**
     * Answers every chat completion in one way from now on.
     *
     * @param behaviour which
     */
    public void chat(Behaviour behaviour) {
        scenario(Scenario.chat(behaviour));
    }

    /**
     * Replaces the model list.
     *
     * @param json the document, or only its {@code data} array
     */
    public void models(String json) {
        models.replace(json);
    }

    /**
     * Replaces the model list by ids; built-in ones keep their row, others get a plain one.
     *
     * @param ids in order
     */
    public void models(Collection<String> ids) {
        models.replace(ids);
    }

    /**
     * All requests so far.
     *
     * @return in order of arrival, a copy
     */
    public List<RecordedRequest> requests() {
        return log.requests();
    }

    /**
     * The requests to one path so far.
     *
     * @param path such as {@code /v1/models}
     * @return in order of arrival, a copy
     */
    public List<RecordedRequest> requests(String path) {
        return log.requests().stream()
                .filter(request -> request.path().equals(path))
                .toList();
    }

    /** Forgets the requests recorded so far; counters stay. */
    public void clearRequests() {
        log.clear();
    }

    /**
     * Waits for requests.
     *
     * @param count how many in all
     * @param timeout how long at most
     * @return all requests so far
     * @throws AssertionError when fewer came in time
     */
    public List<RecordedRequest> awaitRequests(int count, Duration timeout) {
        log.await(() -> log.requests().size() >= count, timeout, () -> "requests " + log.requests());
        return log.requests();
    }

    /**
     * Waits until this number of chat answers is under way.
     *
     * @param count exactly how many
     * @param timeout how long at most
     * @throws AssertionError when that was not so in time
     */
    public void awaitOpenStreams(int count, Duration timeout) {
        log.await(() -> log.open() == count, timeout, () -> log.open() + " open streams");
    }

    /**
     * Waits until clients have left this number of chat answers.
     *
     * @param count how many in all
     * @param timeout how long at most
     * @throws AssertionError when fewer left in time
     */
    public void awaitDisconnectedStreams(long count, Duration timeout) {
        log.await(() -> log.disconnected() >= count, timeout, () -> log.disconnected() + " disconnected streams");
    }

    /**
     * Chat answers under way, streamed or not, including those that wait before their headers; scripted refusals do
     * not count.
     *
     * @return how many now
     */
    public int openStreams() {
        return log.open();
    }

    /**
     * The highest number of chat answers under way at the same time.
     *
     * @return how many at most so far
     */
    public int peakStreams() {
        return log.peak();
    }

    /**
     * Chat answers begun.
     *
     * @return how many so far
     */
    public long startedStreams() {
        return log.begun();
    }

    /**
     * Chat answers whose client went away before the end, as noticed by the server within about 0.2 s.
     *
     * @return how many so far
     */
    public long disconnectedStreams() {
        return log.disconnected();
    }

    /** Stops at once; open streams break. */
    @Override
    public void close() {
        server.close();
    }

    /** Options; each has a useful default. */
    public static final class Builder {

        private static final long MAX_BODY_BYTES = 128L * 1024 * 1024;

        private final KeyRing keys = new KeyRing();
        private final ModelList models = ModelList.builtIn();
        private final List<RouteGroup> groups = new ArrayList<>();
        private int port;
        private int threads = 6;
        private int rememberedRequests = Integer.MAX_VALUE;
        private long maxBodyBytes = MAX_BODY_BYTES;
        private Scenario scenario = Scenario.normal();
        private IdpSettings idp = IdpSettings.normal();
        private Clock clock = Clock.systemUTC();

        private Builder() {
            keys.revoke(FakeKeys.REVOKED);
        }

        /**
         * The port; a free one by default.
         *
         * @param value 1 to 65535, or 0
         * @return these options
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * The most request threads, 3 at least; streams do not need one each.
         *
         * @param value 6 by default
         * @return these options
         */
        public Builder threads(int value) {
            threads = value;
            return this;
        }

        /**
         * How many requests can be asked for afterwards; of more, the latest. Who runs long or measures memory wants few.
         *
         * @param value 1 at least; all by default
         * @return these options
         */
        public Builder rememberedRequests(int value) {
            rememberedRequests = value;
            return this;
        }

        /**
         * The longest request body; longer ones get 413.
         *
         * @param value 128 MiB by default, as the gateway
         * @return these options
         */
        public Builder maxBodyBytes(long value) {
            maxBodyBytes = value;
            return this;
        }

        /**
         * Accepts only keys named so; without this call every well-formed key is accepted.
         *
         * @param values API keys
         * @return these options
         */
        public Builder requireKeys(String... values) {
            List.of(values).forEach(keys::require);
            return this;
        }

        /**
         * Refuses a key, as {@link FakeKeys#REVOKED} always is.
         *
         * @param value an API key
         * @return these options
         */
        public Builder revokedKey(String value) {
            keys.revoke(value);
            return this;
        }

        /**
         * The scenario to begin with.
         *
         * @param value normal by default
         * @return these options
         */
        public Builder scenario(Scenario value) {
            scenario = value;
            return this;
        }

        /**
         * How the identity provider behaves to begin with.
         *
         * @param value normal by default
         * @return these options
         */
        public Builder idp(IdpSettings value) {
            idp = value;
            return this;
        }

        /**
         * The model list to begin with.
         *
         * @param json the document, or only its {@code data} array
         * @return these options
         */
        public Builder models(String json) {
            models.replace(json);
            return this;
        }

        /**
         * The time that {@code created}, arrival times and the expiry of tokens come from.
         *
         * @param value the system clock by default
         * @return these options
         */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /**
         * Adds routes.
         *
         * @param group a group of its own
         * @return these options
         */
        public Builder routes(RouteGroup group) {
            groups.add(group);
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the running server
         * @throws java.io.UncheckedIOException when the port is not free
         */
        public ChutesSimulator start() {
            return new ChutesSimulator(this);
        }
    }
}
