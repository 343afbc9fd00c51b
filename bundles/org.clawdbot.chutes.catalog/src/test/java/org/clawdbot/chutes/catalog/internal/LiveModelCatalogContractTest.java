package org.clawdbot.chutes.catalog.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.contracts.ModelCatalogContract;
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

    private ChutesSimulator chutes;

    @BeforeEach
    void startChutes() throws Exception {
        chutes = ChutesSimulator.start();
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Override
    protected ModelCatalog serving(String... rows) {
        change(rows);
        return new LiveModelCatalog(
                new ModelListClient(
                        OkHttpClient::new,
                        Endpoint.of(chutes.baseUrl().toString(), Endpoint.INFERENCE, "baseUrl"),
                        Duration.ofSeconds(5)),
                folder.resolve("catalog/chutes.json"),
                Duration.ofSeconds(300),
                Clock.systemUTC());
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
