package org.clawdbot.chutes.completions.internal;

import java.time.Duration;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.contracts.BrokenReplyContract;
import org.clawdbot.contracts.CancellingContract;
import org.clawdbot.contracts.RefusalContract;
import org.clawdbot.contracts.ReplyContract;
import org.clawdbot.contracts.RequestContract;
import org.clawdbot.contracts.ToolCallContract;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.junit.jupiter.api.Nested;

/** The transport keeps what every transport promises. */
class ChutesTransportContractTest {

    private static CompletionsTransport to(ChutesSimulator server, Duration idle) {
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

    @Nested
    class Replies extends ReplyContract {
        @Override
        protected CompletionsTransport transport(ChutesSimulator server, Duration idle) {
            return to(server, idle);
        }
    }

    @Nested
    class ToolCalls extends ToolCallContract {
        @Override
        protected CompletionsTransport transport(ChutesSimulator server, Duration idle) {
            return to(server, idle);
        }
    }

    @Nested
    class Requests extends RequestContract {
        @Override
        protected CompletionsTransport transport(ChutesSimulator server, Duration idle) {
            return to(server, idle);
        }
    }

    @Nested
    class Refusals extends RefusalContract {
        @Override
        protected CompletionsTransport transport(ChutesSimulator server, Duration idle) {
            return to(server, idle);
        }
    }

    @Nested
    class BrokenReplies extends BrokenReplyContract {
        @Override
        protected CompletionsTransport transport(ChutesSimulator server, Duration idle) {
            return to(server, idle);
        }
    }

    @Nested
    class Cancelling extends CancellingContract {
        @Override
        protected CompletionsTransport transport(ChutesSimulator server, Duration idle) {
            return to(server, idle);
        }
    }
}
