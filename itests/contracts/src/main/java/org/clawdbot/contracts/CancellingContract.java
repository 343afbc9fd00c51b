package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.junit.jupiter.api.Test;

/** How every transport ends a request that nobody wants any more. */
public abstract class CancellingContract extends CompletionsTransportContract {

    @Test
    void interruptingAThreadThatWaitsForTheFirstTokenEndsTheRequest() throws Exception {
        chutes.chat(Behaviour.normal().withDelays(Duration.ofSeconds(25), Duration.ZERO));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                transport.stream(request("hi")).close();
            } catch (ModelException e) {
                thrown.set(e);
            }
        });
        caller.start();
        chutes.awaitRequests(1, Duration.ofSeconds(10));

        caller.interrupt();
        caller.join(5_000);

        assertThat(thrown.get()).isInstanceOf(RequestCancelledException.class);
    }

    @Test
    void closingFromAnotherThreadEndsTheRequestAtTheServer() throws Exception {
        chutes.chat(Behaviour.breaking(Fault.HANG, 3));
        ChatStream stream = transport.stream(request("hi"));
        CompletableFuture<ModelException> failure = CompletableFuture.supplyAsync(() -> {
            try {
                stream.result();
                return null;
            } catch (ModelException e) {
                return e;
            }
        });
        chutes.awaitOpenStreams(1, Duration.ofSeconds(10));

        stream.close();

        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(RequestCancelledException.class);
        chutes.awaitDisconnectedStreams(1, Duration.ofSeconds(10));
    }

    @Test
    void leavingTheLoopEarlyEndsTheRequestAtTheServer() throws Exception {
        chutes.chat(Behaviour.reply("word ".repeat(2_000)).withDelays(Duration.ZERO, Duration.ofMillis(20)));

        try (ChatStream stream = transport.stream(request("hi"))) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta) {
                    break;
                }
            }
        }

        chutes.awaitDisconnectedStreams(1, Duration.ofSeconds(10));
    }

    @Test
    void aStreamThatIsNeverReadCanBeClosed() throws Exception {
        chutes.chat(Behaviour.reply("word ".repeat(2_000)).withDelays(Duration.ZERO, Duration.ofMillis(20)));
        ChatStream stream = transport.stream(request("hi"));

        stream.close();
        stream.close();

        chutes.awaitDisconnectedStreams(1, Duration.ofSeconds(10));
    }
}
