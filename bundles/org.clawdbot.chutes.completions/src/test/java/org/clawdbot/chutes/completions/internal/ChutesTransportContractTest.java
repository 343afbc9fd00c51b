package org.clawdbot.chutes.completions.internal;

import java.time.Duration;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.contracts.CompletionsTransportContract;
import org.clawdbot.testkit.simulator.ChutesSimulator;

class ChutesTransportContractTest extends CompletionsTransportContract {

    @Override
    protected CompletionsTransport transport(ChutesSimulator server, Duration idle) {
        return Transports.to(
                server.baseUrl(),
                new Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        idle,
                        Duration.ofSeconds(60)),
                Transports.NO_RETRIES);
    }
}
