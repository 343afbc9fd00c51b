package org.clawdbot.chutes.catalog.internal;

import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.contracts.ModelCatalogContract;
import org.clawdbot.testkit.TurnableClock;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LiveModelCatalogContractTest extends ModelCatalogContract {

    @TempDir
    Path folder;

    private final TurnableClock clock = new TurnableClock();
    private ChutesSimulator chutes;
    private LiveModelCatalog catalog;

    @BeforeEach
    void startChutes() throws Exception {
        chutes = ChutesSimulator.start();
    }

    @AfterEach
    void stop() {
        catalog.close();
        chutes.close();
    }

    @Override
    protected ModelCatalog serving(String... rows) {
        change(rows);
        catalog = new LiveModelCatalog(
                new CatalogSettings(
                        Endpoint.of(chutes.baseUrl().toString(), Endpoint.INFERENCE, "baseUrl"),
                        null,
                        folder.resolve("catalog/chutes.json"),
                        new LiveList.Timing(Duration.ofSeconds(300), Duration.ofSeconds(5), Duration.ofSeconds(5))),
                OkHttpClient::new,
                clock);
        return catalog;
    }

    @Override
    protected void comeBy() {
        clock.turn(Duration.ofSeconds(301));
        catalog.current();
    }

    @Override
    protected void change(String... rows) {
        chutes.models("{\"object\":\"list\",\"data\":[" + String.join(",", rows) + "]}");
        chutes.scenario(Scenario.normal());
    }

    @Override
    protected void breakSource() {
        chutes.scenario(Scenario.of(Rule.always(Behaviour.error(500, "broken")).onRoute("GET /v1/models")));
    }
}
