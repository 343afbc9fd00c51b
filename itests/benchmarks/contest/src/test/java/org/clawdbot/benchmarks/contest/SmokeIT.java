package org.clawdbot.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.benchmarks.driver.BenchmarkServer;
import org.clawdbot.benchmarks.driver.Measure;
import org.clawdbot.benchmarks.driver.Work;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmarks still work: every reply is received as a whole. How fast is measured by the script "run". */
class SmokeIT {

    private static BenchmarkServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws IOException {
        server = BenchmarkServer.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Clawdbot, TEXT, 1200",
        "Clawdbot, TOOLS, 450",
        "Clawdbot, FIRST, 1",
        "Clawdbot, PLAIN, 4",
        "Clawdbot, MODELS, 100",
        "Socket, TEXT, 1200",
        "Socket, SLOW, 3",
        "OkHttp, TEXT, 1200",
        "OkHttpSse, TOOLS, 450",
        "Jdk, TEXT, 1200",
        "Jdk, PLAIN, 4"
    })
    void receivesAllOfEveryReply(String contestant, Work.Kind kind, int size) throws Exception {
        JsonNode measured = measure(contestant, new Work(kind, size));

        assertThat(measured.get("units").asInt()).isPositive();
        assertThat(measured.get("wallMicros").asDouble()).isPositive();
    }

    @Test
    void nobodyMissesACatalogWhoseSuccessorStartsFirst() throws Exception {
        List<JsonNode> orders = run(CatalogSwap.class.getName(), "3");

        assertThat(orders)
                .extracting(order -> order.get("newFirst").asBoolean())
                .containsExactly(true, false);
        assertThat(orders.get(0).get("seenWithout").asInt()).isZero();
        assertThat(orders).allSatisfy(order -> {
            assertThat(order.get("asked").asInt()).isPositive();
            assertThat(order.get("refused").asInt()).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void theCommandPrintsAllOfAReply(ColdStart.State state) throws Exception {
        Work work = new Work(Work.Kind.COLD, 1);

        String measured = ColdStart.clawdbot("clawdbot", state).measure(server.at(work), work, folder.resolve("log"));

        JsonNode times = new ObjectMapper().readTree(measured);
        assertThat(times.get("firstMillis").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(times.get("endMillis").asDouble());
    }

    private JsonNode measure(String contestant, Work work) throws IOException, InterruptedException {
        List<JsonNode> lines = run(
                Measure.class.getName(),
                getClass().getPackageName() + "." + contestant + "Contestant",
                server.at(work).toString(),
                "0.01",
                "0.01");
        return lines.get(lines.size() - 1);
    }

    /** Runs a program and gives what it prints, which is lines of JSON. */
    private List<JsonNode> run(String... program) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Contest.java(),
                "-XX:TieredStopAtLevel=1",
                "-Ddistribution=" + System.getProperty("distribution"),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(program));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("CLAWDBOT_STATE_DIR", folder.resolve("state").toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("exit, with the log %s", Files.readString(log))
                .isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
