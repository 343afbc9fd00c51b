package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.testkit.RawServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How soon the server sees that nobody listens any more; it stops generating then, and billing. */
@Timeout(60)
class CancellingTest {

    private static final long PROMISED_MILLIS = 100;
    private static final long SLOWEST_MILLIS = 1_000;
    private static final int ROUNDS = 9;
    private static final byte[] FIRST_TOKEN = (RawServer.EVENT_STREAM
                    + "data: {\"id\":\"1\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n")
            .getBytes(StandardCharsets.UTF_8);

    @Test
    void closingAStreamThatAnotherThreadReadsReachesTheServer() throws Exception {
        assertPrompt(round(FIRST_TOKEN, (caller, stream) -> stream.get().close()));
    }

    @Test
    void interruptingTheThreadThatReadsReachesTheServer() throws Exception {
        assertPrompt(round(FIRST_TOKEN, (caller, stream) -> caller.interrupt()));
    }

    @Test
    void interruptingTheThreadThatWaitsForTheFirstTokenReachesTheServer() throws Exception {
        assertPrompt(round(new byte[0], (caller, stream) -> caller.interrupt()));
    }

    /** The usual round keeps the promise; the slowest may be late where the machine itself is busy, but not lost. */
    private static void assertPrompt(List<Long> millis) {
        Collections.sort(millis);
        assertThat(millis.get(ROUNDS / 2))
                .as("milliseconds, sorted: %s", millis)
                .isLessThan(PROMISED_MILLIS);
        assertThat(millis.get(ROUNDS - 1))
                .as("milliseconds, sorted: %s", millis)
                .isLessThan(SLOWEST_MILLIS);
    }

    private static List<Long> round(byte[] answer, Ending ending) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            LeavingClient seen = new LeavingClient(answer);
            try (RawServer server = RawServer.start(seen)) {
                millis.add(once(server, seen, ending));
            }
        }
        return millis;
    }

    private static long once(RawServer server, LeavingClient seen, Ending ending) throws Exception {
        AtomicReference<ChatStream> stream = new AtomicReference<>();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try (ChatStream opened = Transports.to(server.baseUrl(), Transports.PATIENT, Transports.NO_RETRIES).stream(
                    Transports.request("hi"))) {
                stream.set(opened);
                opened.forEach(event -> seen.delivered.complete(null));
                outcome.complete(null);
            } catch (ModelException e) {
                outcome.complete(e);
            }
        });
        caller.start();
        seen.waiting(caller);

        long start = System.nanoTime();
        ending.end(caller, stream);
        long left = seen.left.get(10, TimeUnit.SECONDS);

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(RequestCancelledException.class);
        return TimeUnit.NANOSECONDS.toMillis(left - start);
    }

    /** What ends the request. */
    @FunctionalInterface
    private interface Ending {
        void end(Thread caller, AtomicReference<ChatStream> stream);
    }

    /** Sends something, or nothing, and notes when the client leaves. */
    private static final class LeavingClient implements RawServer.Script {

        private final byte[] answer;
        private final CompletableFuture<Void> asked = new CompletableFuture<>();
        private final CompletableFuture<Void> delivered = new CompletableFuture<>();
        private final CompletableFuture<Long> left = new CompletableFuture<>();

        LeavingClient(byte[] answer) {
            this.answer = answer;
        }

        @Override
        public void answer(Socket client, OutputStream out) throws IOException {
            out.write(answer);
            out.flush();
            asked.complete(null);
            try {
                while (client.getInputStream().read() >= 0) {
                    // Nothing more is expected.
                }
            } finally {
                left.complete(System.nanoTime());
            }
        }

        /** Waits until the caller has what was sent and waits for more. */
        void waiting(Thread caller) throws Exception {
            asked.get(10, TimeUnit.SECONDS);
            if (answer.length > 0) {
                delivered.get(10, TimeUnit.SECONDS);
            }
            assertThat(caller.isAlive()).isTrue();
        }
    }
}
