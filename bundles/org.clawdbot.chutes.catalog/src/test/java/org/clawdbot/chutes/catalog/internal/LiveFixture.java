package org.clawdbot.chutes.catalog.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.testkit.TurnableClock;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs as several processes would have them: one server, one file, one clock. */
abstract class LiveFixture {

    static final String LIST = "GET /v1/models";
    static final Duration FRESH = Duration.ofSeconds(300);

    @TempDir
    Path folder;

    final TurnableClock clock = new TurnableClock();
    ChutesSimulator chutes;
    Path cache;

    private final List<LiveModelCatalog> opened = new ArrayList<>();

    @BeforeEach
    void startChutes() {
        chutes = ChutesSimulator.start();
        cache = folder.resolve("catalog/chutes.json");
    }

    @AfterEach
    void stop() {
        opened.forEach(LiveModelCatalog::close);
        chutes.close();
    }

    long fetches() {
        return chutes.requests("/v1/models").size();
    }

    void answer(Behaviour behaviour) {
        chutes.scenario(Scenario.of(Rule.always(behaviour).onRoute(LIST)));
    }

    LiveModelCatalog catalog() {
        return catalog(chutes.baseUrl().toString(), Duration.ofSeconds(20));
    }

    LiveModelCatalog catalog(String baseUrl, Duration opening) {
        return catalog(baseUrl, opening, Duration.ofSeconds(5));
    }

    LiveModelCatalog catalog(String baseUrl, Duration opening, Duration fetch) {
        LiveModelCatalog catalog = new LiveModelCatalog(
                new CatalogSettings(
                        Endpoint.of(baseUrl, Endpoint.INFERENCE, "baseUrl"),
                        Endpoint.of(chutes.accountUrl().toString(), Endpoint.ACCOUNT, "accountUrl"),
                        cache,
                        new LiveList.Timing(FRESH, fetch, opening)),
                OkHttpClient::new,
                clock);
        opened.add(catalog);
        return catalog;
    }

    /** Hears of what comes by itself. */
    static final class Ear {

        private final BlockingQueue<CatalogSnapshot> heard = new LinkedBlockingQueue<>();

        Ear(LiveModelCatalog catalog) {
            catalog.watch(heard::add);
        }

        CatalogSnapshot next() throws InterruptedException {
            CatalogSnapshot list = heard.poll(30, TimeUnit.SECONDS);
            if (list == null) {
                throw new AssertionError("no list came");
            }
            return list;
        }

        boolean heardNothing() {
            return heard.isEmpty();
        }
    }
}
