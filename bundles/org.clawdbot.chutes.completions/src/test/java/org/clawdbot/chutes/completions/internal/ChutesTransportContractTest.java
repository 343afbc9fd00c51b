package org.clawdbot.chutes.completions.internal;

import java.time.Duration;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.contracts.CompletionsTransportContract;
import org.clawdbot.testkit.simulator.ChutesSimulator;

class ChutesTransportContractTest extends CompletionsTransportContract {

    @Override
    protected CompletionsTransport transport(ChutesSimulator server, Duration idle) {
        return new ChutesTransport(
                new TransportSettings(
                        Endpoint.of(server.baseUrl().toString(), Endpoint.INFERENCE, "baseUrl"),
                        Map.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        idle,
                        Duration.ofSeconds(60)),
                OkHttpClient::new);
    }
}
