package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code models list} says while Chutes cannot be reached, or answers nonsense. */
class BadNetworkIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOUND = Duration.ofSeconds(45);
    private static final String LONG_AGO = "2026-01-02T03:04:05Z";

    @TempDir
    Path home;

    private ChutesSimulator chutes;
    private String baseUrl;

    @BeforeEach
    void startChutes() {
        chutes = ChutesSimulator.start();
        baseUrl = chutes.baseUrl().toString();
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    /** Something that is wrong, and a word by which the user is told. */
    record Trouble(String name, String word, Consumer<BadNetworkIT> begin) {

        static Trouble answer(String name, String word, Behaviour behaviour) {
            Scenario scenario = Scenario.of(Rule.always(behaviour).onRoute("GET /v1/models"));
            return new Trouble(name, word, test -> test.chutes.scenario(scenario));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trouble> troubles() {
        return Stream.of(
                new Trouble("network gone", "Nothing answers", test -> test.chutes.close()),
                new Trouble("DNS gone", "cannot be looked up", test -> test.baseUrl = "https://llm.chutes.invalid/v1"),
                Trouble.answer("401", "refused", Behaviour.error(401, "Invalid token.")),
                Trouble.answer("429 in HTML", "send too much", Behaviour.html(429, "<html>Too Many Requests</html>")),
                Trouble.answer("500", "status 500", Behaviour.error(500, "oops")),
                Trouble.answer(
                        "half a body", "not valid JSON", Behaviour.normal().with(Setting.FAULT, Fault.EOF.key())),
                Trouble.answer(
                        "a body of 40 MB", "larger than", Behaviour.normal().with(Setting.PAD_BYTES, 40_000_000)),
                Trouble.answer("slow loris", "in time", Behaviour.normal().with(Setting.FAULT, Fault.TRICKLE.key())));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void theFirstTimeItListsWhatIsBuiltInAndFails(Trouble trouble) throws Exception {
        trouble.begin().accept(this);
        configure();
        Instant began = Instant.now();

        Result result = clawdbot().run("models", "list", "--json");

        assertThat(Duration.between(began, Instant.now())).isLessThan(BOUND);
        assertThat(result.exit()).as(result.err()).isEqualTo(4);
        JsonNode document = JSON.readTree(result.out());
        assertThat(document.path("source").asText()).isEqualTo("built-in");
        assertThat(document.path("stale").asBoolean()).isTrue();
        assertThat(document.path("models")).isNotEmpty().allSatisfy(model -> {
            assertThat(model.path("tee").isNull()).isTrue();
            assertThat(model.path("cost").path("input").isNull()).isTrue();
        });
        assertThat(result.err()).contains(trouble.word(), "built in").doesNotContain("<html>");
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void laterItListsWhatItKnowsWithItsAgeAndTheReason(Trouble trouble) throws Exception {
        configure();
        assertThat(clawdbot().run("models", "list").exit()).isZero();
        trouble.begin().accept(this);
        configure();
        Path kept = home.resolve(".clawdbot/catalog/chutes.json");
        Files.writeString(
                kept,
                Files.readString(kept)
                        .replaceFirst("\"fetchedAt\":\"[^\"]*\"", "\"fetchedAt\":\"" + LONG_AGO + "\"")
                        .replaceFirst("\"baseUrl\":\"[^\"]*\"", "\"baseUrl\":\"" + baseUrl + "\""));
        Instant began = Instant.now();

        Result result = clawdbot().run("models", "list");

        assertThat(Duration.between(began, Instant.now())).isLessThan(BOUND);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("live", "STALE", "GLM-4.7-Flash")
                .contains(trouble.name().equals("slow loris") ? "still on its way" : trouble.word());
        JsonNode document = JSON.readTree(Files.readString(kept));
        assertThat(document.path("fetchedAt").asText()).isEqualTo(LONG_AGO);
        assertThat(document.path("list").path("data")).isNotEmpty();
    }

    private Program clawdbot() {
        return new Program(Copies.ASSEMBLED.resolve("clawdbot"), home);
    }

    private void configure() throws IOException {
        Path state = home.resolve(".clawdbot");
        if (!Files.exists(state)) {
            Files.createDirectory(
                    state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.writeString(
                state.resolve("clawdbot.json"),
                "{ models: { providers: { chutes: { baseUrl: \"" + baseUrl + "\" } } } }");
    }
}
