package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorMainTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return SimulatorMain.run(
                args,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsOneLineAndHowToUseIt() {
        assertThat(run("--exit-with-parent")).isZero();

        assertThat(out())
                .matches("Chutes simulator listening on (http://127\\.0\\.0\\.1:\\d+) \\(base URL \\1/v1\\)\\R");
        assertThat(err())
                .contains("export CHUTES_API_KEY=" + FakeKeys.GOOD, "\"baseUrl\": \"http://127.0.0.1:")
                .contains(
                        "CHUTES_CLIENT_ID=" + FakeSignIn.CLIENT_ID,
                        FakeSignIn.CLIENT_SECRET,
                        FakeSignIn.FINGERPRINT,
                        FakeSignIn.REDIRECT_URI);
    }

    @Test
    void printsOneJsonLineWhenAsked() {
        assertThat(run("--exit-with-parent", "--json")).isZero();

        assertThat(out().lines()).hasSize(1);
        JsonNode line = SimulatorFixture.json(out());
        assertThat(line.path("baseUrl").asText())
                .isEqualTo("http://127.0.0.1:" + line.path("port").asInt() + "/v1");
        assertThat(line.path("accountUrl").asText())
                .isEqualTo("http://127.0.0.1:" + line.path("port").asInt());
        assertThat(line.path("key").asText()).isEqualTo(FakeKeys.GOOD);
        assertThat(line.path("oauth"))
                .isEqualTo(SimulatorFixture.json("{\"clientId\":\"" + FakeSignIn.CLIENT_ID + "\",\"clientSecret\":\""
                        + FakeSignIn.CLIENT_SECRET + "\",\"fingerprint\":\"" + FakeSignIn.FINGERPRINT + "\"}"));
    }

    @Test
    void servesScenarioAndModelsUntilItsInputEnds() throws Exception {
        Path scenario = Files.writeString(
                folder.resolve("s.json"), "{\"rules\":[{\"route\":\"/ping\",\"then\":{\"status\":418}}]}");
        Path models = Files.writeString(folder.resolve("m.json"), "[{\"id\":\"mine\"}]");
        PipedInputStream address = new PipedInputStream();
        PrintStream announced = new PrintStream(new PipedOutputStream(address), true, StandardCharsets.UTF_8);
        PipedOutputStream parent = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(parent);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> SimulatorMain.run(
                new String[] {
                    "--json",
                    "--exit-with-parent",
                    "--idp",
                    "autoApprove=true",
                    "--scenario",
                    scenario.toString(),
                    "--models",
                    models.toString()
                },
                in,
                announced,
                announced));

        URI url = URI.create(
                SimulatorFixture.json(line(address)).path("accountUrl").asText());
        assertThat(get(url.resolve("/ping")).statusCode()).isEqualTo(418);
        assertThat(get(url.resolve("/v1/models")).body()).contains("\"mine\"");
        assertThat(get(url.resolve("/idp/authorize?response_type=code&client_id=" + FakeSignIn.CLIENT_ID
                                + "&redirect_uri=" + FakeSignIn.REDIRECT_URI))
                        .statusCode())
                .isEqualTo(302);
        parent.close();

        assertThat(exit.get(10, TimeUnit.SECONDS)).isZero();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void refusesWrongUsage() {
        assertThat(run("--prot", "1")).isEqualTo(2);
        assertThat(run("--port")).isEqualTo(2);
        assertThat(run("--port", "many")).isEqualTo(2);
        assertThat(run("--port", "70000")).isEqualTo(2);
        assertThat(run("--idp", "deny")).isEqualTo(2);
        assertThat(run("--idp", "deny=maybe")).isEqualTo(2);
        assertThat(run("--idp", "denny=true")).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("--idp needs KEY=VALUE", "--idp: deny must be", "--idp: unknown setting denny");
        assertThat(err()).contains("unknown option --prot", "--port needs a value", "not many", "0 to 65535");
    }

    @Test
    void saysClearlyThatThePortIsTakenOrAFileIsWrong() throws IOException {
        try (ChutesSimulator other = ChutesSimulator.start()) {
            assertThat(run("--port", String.valueOf(other.port()))).isEqualTo(1);
            assertThat(err()).contains("Port " + other.port() + " on 127.0.0.1 cannot be used", "--port");
        }
        Path bad = Files.writeString(folder.resolve("bad.json"), "{\"rulez\":[]}");
        assertThat(run("--scenario", bad.toString())).isEqualTo(1);
        assertThat(err()).contains("bad.json: unknown key \"rulez\"").doesNotContain("\tat ");
        assertThat(run("--models", folder.resolve("none.json").toString())).isEqualTo(1);
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("--port", "--scenario", "--models", "--json", "--exit-with-parent", "--idp");
        assertThat(new ByteArrayInputStream(out.toByteArray())).isNotEmpty();
    }
}
