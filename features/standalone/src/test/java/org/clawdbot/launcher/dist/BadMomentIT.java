package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.launcher.dist.Program.Running;
import org.clawdbot.testkit.RawServer;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the user of {@code agent} sees while a model is full or cold, and when an answer breaks. */
class BadMomentIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "chutes/zai-org/GLM-4.7-Flash";

    @TempDir
    Path home;

    private ChutesSimulator chutes;

    @BeforeEach
    void startChutes() throws IOException {
        chutes = ChutesSimulator.start();
        configure(chutes.baseUrl().toString());
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void aFullModelIsAskedAgainWhichIsSaidAndListed() throws Exception {
        chutes.scenario(Scenario.of(
                Rule.always(Behaviour.atCapacity()).onRoute("/v1/chat/*").times(1),
                Rule.always(Behaviour.reply("Here I am.")).onRoute("/v1/chat/*")));

        Result result = clawdbot().run("agent", "--message", "hi", "--json");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("full now")
                .contains("Trying again in")
                .contains("(1 of 2)");
        JsonNode document = JSON.readTree(result.out());
        assertThat(document.path("text").asText()).isEqualTo("Here I am.");
        assertThat(document.path("notices").findValuesAsText("code")).containsExactly("retrying");
        assertThat(document.path("attempts")).hasSize(2);
        assertThat(document.path("attempts").get(0).path("failure").asText()).isEqualTo("capacity");
        assertThat(document.path("attempts").get(0).path("httpStatus").asInt()).isEqualTo(429);
        assertThat(document.path("attempts").get(1).path("failure").isNull()).isTrue();
    }

    @Test
    void aColdModelIsSaidToWarmUpUntilItIsGivenUp() throws Exception {
        chutes.chat(Behaviour.coldModel());

        Result result = clawdbot().run("agent", "--message", "hi");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("(1 of 2)", "(2 of 2)", "cold", "models list");
    }

    @Test
    void aModelThatIsSlowToBeginIsSaidToWarmUpMeanwhile() throws Exception {
        chutes.chat(Behaviour.reply("At last.").withDelays(Duration.ofSeconds(7), Duration.ZERO));

        Running running = clawdbot().start("agent", "--message", "hi", "--json");
        running.awaitErr("may be warming up");
        assertThat(running.out()).isEmpty();
        Result result = running.end();

        assertThat(result.exit()).as(result.err()).isZero();
        JsonNode document = JSON.readTree(result.out());
        assertThat(document.path("text").asText()).isEqualTo("At last.");
        assertThat(document.path("notices").findValuesAsText("code")).containsExactly("warming-up");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Fault.BARE_ERROR, "provider-error", "Chutes failed while it answered"),
                Arguments.of(Fault.DATA_ERROR, "provider-error", "Chutes failed while it answered"),
                Arguments.of(Fault.EOF, "truncated", "cut off"),
                Arguments.of(Fault.TRUNCATED, "connection-lost", "connection was lost"),
                Arguments.of(Fault.RESET, "connection-lost", "connection was lost"),
                Arguments.of(Fault.NEW_ID, "restarted", "second answer"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anAnswerThatBreaksIsShownSoFarAndIsAFailure(Fault fault, String code, String words) throws Exception {
        chutes.chat(Behaviour.breaking(fault, 4)
                .with(Setting.TEXT, "one two three four five six seven")
                .with(Setting.REASONING, ""));

        Result shown = clawdbot().run("agent", "--message", "hi");
        Result document = clawdbot().run("agent", "--message", "hi", "--json");

        assertThat(shown.exit()).isEqualTo(4);
        assertThat(shown.out()).startsWith("one").doesNotContain("seven").endsWith("\n");
        assertThat(shown.err()).contains(words);
        assertThat(document.exit()).isEqualTo(4);
        JsonNode broken = JSON.readTree(document.out());
        assertThat(broken.path("error").path("code").asText()).isEqualTo(code);
        assertThat(broken.path("text").asText()).startsWith("one").doesNotContain("seven");
    }

    @Test
    void aServerWhoseChunkNeverBeginsUsesUpNoMemory() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n1;";
        try (RawServer server = RawServer.endless(head, "x")) {
            configure(server.baseUrl().toString(), "{ file: \"models.json\" }");
            Files.writeString(home.resolve(".clawdbot/models.json"), "{\"data\":[{\"id\":\"zai-org/GLM-4.7-Flash\"}]}");

            Result result = clawdbot().with("CLAWDBOT_JAVA_OPTS", "-Xmx128m").run("agent", "--message", "hi", "--json");

            assertThat(result.exit()).as(result.err()).isEqualTo(4);
            assertThat(JSON.readTree(result.out()).path("error").path("code").asText())
                    .isEqualTo("too-large");
        }
    }

    private Program clawdbot() {
        return new Program(Copies.ASSEMBLED.resolve("clawdbot"), home);
    }

    private void configure(String baseUrl) throws IOException {
        configure(baseUrl, "\"live\"");
    }

    private void configure(String baseUrl, String catalog) throws IOException {
        Path state = home.resolve(".clawdbot");
        if (!Files.exists(state)) {
            Files.createDirectory(
                    state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.writeString(
                state.resolve("clawdbot.json"),
                """
                {
                  agents: { defaults: { model: { primary: "%s" } } },
                  models: { providers: { chutes: { baseUrl: "%s", apiKey: "%s", catalog: %s } } }
                }
                """
                        .formatted(MODEL, baseUrl, FakeKeys.GOOD, catalog));
    }
}
