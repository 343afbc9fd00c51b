package org.clawdbot.chutes.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can be wrong between here and the list, over real sockets. */
@Timeout(60)
class BadNetworkTest extends LiveFixture {

    private static final Duration FETCH = Duration.ofSeconds(2);

    /** Something that is wrong, and what it is called. */
    record Trouble(String name, String code, Consumer<ChutesSimulator> begin) {

        static Trouble answer(String name, String code, Behaviour behaviour) {
            Scenario scenario = Scenario.of(Rule.always(behaviour).onRoute(LIST));
            return new Trouble(name, code, chutes -> chutes.scenario(scenario));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trouble> troubles() {
        return Stream.of(
                new Trouble("connection refused", "connect", ChutesSimulator::close),
                Trouble.answer("401", "credential-refused", Behaviour.error(401, "Invalid token.")),
                Trouble.answer("429 in HTML", "ingress-limit", Behaviour.html(429, "<html>Too Many Requests</html>")),
                Trouble.answer("500", "server-error", Behaviour.error(500, "oops")),
                Trouble.answer("503", "server-error", Behaviour.error(503, "down")),
                Trouble.answer("a page of a captive portal", "bad-answer", Behaviour.html(200, "<html>Hello</html>")),
                Trouble.answer("a list that is none", "bad-answer", Behaviour.html(200, "{\"data\":17}")),
                Trouble.answer("nothing at all", "bad-answer", Behaviour.empty(200)),
                Trouble.answer("half a body", "bad-answer", fault(Fault.EOF)),
                Trouble.answer("a connection that is cut", "network", fault(Fault.TRUNCATED)),
                Trouble.answer("a connection that is reset", "network", fault(Fault.RESET)),
                Trouble.answer("a body that stops", "timeout", fault(Fault.HANG)),
                Trouble.answer("a body that trickles forever", "timeout", fault(Fault.TRICKLE)),
                Trouble.answer(
                        "a body of 40 MB", "bad-answer", Behaviour.normal().with(Setting.PAD_BYTES, 40_000_000)),
                Trouble.answer("no answer", "timeout", Behaviour.normal().with(Setting.HANG, true)));
    }

    private static Behaviour fault(Fault fault) {
        return Behaviour.normal().with(Setting.FAULT, fault.key());
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void withNothingKnownItSaysWhatIsWrongAndFallsBackToTheBuiltInList(Trouble trouble) {
        trouble.begin().accept(chutes);
        LiveModelCatalog catalog = impatient(chutes.baseUrl().toString());

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(catalog::refresh)
                .satisfies(e -> assertThat(e.code()).isEqualTo(trouble.code()));
        CatalogSnapshot list = catalog.current();

        assertThat(list.source()).isEqualTo("built-in");
        assertThat(list.stale()).isTrue();
        assertThat(list.problem()).isNotBlank().doesNotContain("<html>");
        assertThat(cache).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void withAListOnDiskItServesThatWithItsAge(Trouble trouble) throws IOException {
        CatalogSnapshot good = catalog().current();
        clock.turn(Duration.ofHours(5));
        trouble.begin().accept(chutes);

        CatalogSnapshot list = impatient(chutes.baseUrl().toString()).current();

        assertThat(list.source()).isEqualTo("live");
        assertThat(list.stale()).isTrue();
        assertThat(list.problem()).isNotBlank();
        assertThat(list.fetchedAt()).isEqualTo(good.fetchedAt());
        assertThat(list.models()).isEqualTo(good.models());
        assertThat(cache).content(StandardCharsets.UTF_8).contains("zai-org/GLM-4.7-Flash");
    }

    @Test
    void aNameThatCannotBeLookedUpIsNamed() {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> impatient("https://llm.chutes.invalid/v1").refresh())
                .withMessageContaining("llm.chutes.invalid")
                .satisfies(e -> assertThat(e.code()).isEqualTo("dns"));
    }

    @Test
    void aListWithinTheLimitMayBeLarge() {
        answer(Behaviour.normal().with(Setting.PAD_BYTES, 15_000_000));

        assertThat(catalog().refresh().models()).isNotEmpty();
    }

    /** 40 kB on the wire are 40 MB of text. */
    @Test
    void theLimitCountsWhatIsDecompressed() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] blank = " ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 40; i++) {
                gzip.write(blank);
            }
        }
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> serve(server, bomb.toByteArray()));
            serving.start();

            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> impatient("http://127.0.0.1:" + server.getLocalPort() + "/v1")
                            .refresh())
                    .withMessageContaining("larger than 16 MiB");
            serving.join();
        }
    }

    private static void serve(ServerSocket server, byte[] gzipped) {
        try (Socket socket = server.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            while (!request.readLine().isEmpty()) {
                // The request itself does not matter.
            }
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + gzipped.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(gzipped);
        } catch (IOException e) {
            // The client left, as it should.
        }
    }

    private LiveModelCatalog impatient(String baseUrl) {
        return catalog(baseUrl, Duration.ofSeconds(10), FETCH);
    }
}
