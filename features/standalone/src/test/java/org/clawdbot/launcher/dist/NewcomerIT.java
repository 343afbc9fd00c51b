package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.launcher.dist.Program.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody sees who starts the assembled host for the first time, against the scripted server. */
class NewcomerIT {

    private static final Path REAL_LISTS = Path.of("../../../shared/data");

    /** Keeps numbers as they are written, so that a price is compared digit by digit. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @TempDir
    Path home;

    private ChutesSimulator chutes;
    private Path state;

    @BeforeEach
    void startChutes() throws IOException {
        chutes = ChutesSimulator.builder().revokedKey(FakeKeys.REVOKED).start();
        state = home.resolve(".clawdbot");
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void theDocumentedSnippetLeadsToAStreamedReply() throws Exception {
        configure(
                """
                {
                  env: { CHUTES_API_KEY: "%s" },
                  agents: { defaults: { model: { primary: "chutes/zai-org/GLM-4.7-Flash" } } },
                  models: {
                    providers: {
                      chutes: {
                        baseUrl: "%s",
                        api: "openai-completions",
                        apiKey: "${CHUTES_API_KEY}",
                        teeOnly: false // Set to true to filter models by Trusted Execution Environment
                      }
                    }
                  }
                }
                """
                        .formatted(FakeKeys.GOOD, chutes.baseUrl()));
        chutes.chat(Behaviour.reply("Nice to meet you."));

        assertThat(clawdbot().run("agent", "--message", "hi")).isEqualTo(new Result(0, "Nice to meet you.\n", ""));
        assertThat(clawdbot()
                        .with("CHUTES_API_KEY", FakeKeys.REVOKED)
                        .run("agent", "--message", "hi")
                        .exit())
                .as("the process environment wins over the env block")
                .isEqualTo(3);
    }

    @Test
    void aKeyAloneIsEnoughToSignInWithoutATerminal() throws Exception {
        configure(provider(""));

        Result result = clawdbot().run("onboard", "--chutes-api-key", FakeKeys.GOOD);

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("chutes:default", "chutes/zai-org/GLM-4.7-Flash");
        assertThat(Files.readString(state.resolve("clawdbot.json"))).doesNotContain(FakeKeys.GOOD);
        Path profiles = state.resolve("agents/main/agent/auth-profiles.json");
        assertThat(Files.readString(profiles)).contains(FakeKeys.GOOD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profiles)))
                .isEqualTo("rw-------");
        assertThat(clawdbot().run("agent", "--message", "hi").exit()).isZero();
        assertThat(logs()).doesNotContain(FakeKeys.GOOD);
    }

    @Test
    void aRefusedKeyLeavesNothingBehind() throws Exception {
        configure(provider(""));
        String before = Files.readString(state.resolve("clawdbot.json"));

        Result result = clawdbot().run("onboard", "--chutes-api-key", FakeKeys.REVOKED);

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("refused").doesNotContain(FakeKeys.REVOKED);
        assertThat(state.resolve("clawdbot.json")).hasContent(before);
        assertThat(state.resolve("agents/main/agent/auth-profiles.json")).doesNotExist();
        assertThat(logs()).doesNotContain(FakeKeys.REVOKED);
    }

    static Stream<String> lists() {
        return Stream.of("", "models-2026-07-31.json", "models-legacy-2025-07-25.json")
                .filter(name -> name.isEmpty() || Files.exists(REAL_LISTS.resolve(name)));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void theListAsJsonIsTheListServedFieldByField(String realList) throws Exception {
        if (!realList.isEmpty()) {
            JsonNode wrapped = JSON.readTree(Files.readString(REAL_LISTS.resolve(realList)));
            chutes.models("{\"object\":\"list\",\"data\":" + wrapped.path("data") + "}");
        }
        configure(provider(""));

        JsonNode listed =
                JSON.readTree(clawdbot().run("models", "list", "--json").out());

        JsonNode served = JSON.readTree(served()).path("data");
        assertThat(listed.path("source").asText()).isEqualTo("live");
        assertThat(listed.path("stale").asBoolean(true)).isFalse();
        assertThat(listed.path("count").asInt())
                .isEqualTo(served.size())
                .isEqualTo(listed.path("models").size());
        for (int i = 0; i < served.size(); i++) {
            compare(listed.path("models").path(i), served.path(i));
        }
    }

    private byte[] served() throws IOException {
        try (InputStream body = chutes.baseUrl().resolve("/v1/models").toURL().openStream()) {
            return body.readAllBytes();
        }
    }

    private static void compare(JsonNode model, JsonNode row) {
        String id = row.path("id").asText();
        assertThat(model.path("key").asText()).isEqualTo("chutes/" + id);
        assertThat(model.path("id").asText()).isEqualTo(id);
        assertThat(model.path("tee")).as("tee of %s", id).isEqualTo(given(row.path("confidential_compute")));
        assertThat(model.path("contextWindow"))
                .as("window of %s", id)
                .isEqualTo(
                        row.path("context_length").isNumber()
                                ? row.path("context_length")
                                : given(row.path("max_model_len")));
        assertThat(model.path("maxTokens")).isEqualTo(given(row.path("max_output_length")));
        assertThat(model.path("quantization")).isEqualTo(given(row.path("quantization")));
        assertThat(model.path("input")).isEqualTo(given(row.path("input_modalities")));
        assertThat(model.path("output")).isEqualTo(given(row.path("output_modalities")));
        JsonNode features = row.path("supported_features");
        JsonNode tools = features.isArray()
                ? JSON.getNodeFactory().booleanNode(features.toString().contains("\"tools\""))
                : JSON.getNodeFactory().nullNode();
        assertThat(model.path("tools")).as("tools of %s", id).isEqualTo(tools);
        JsonNode flat = given(row.path("price").path("usd"));
        JsonNode pricing = row.path("pricing");
        assertThat(model.path("cost").path("input"))
                .as("price of %s", id)
                .isEqualTo(pricing.isObject() ? given(pricing.path("prompt")) : flat);
        assertThat(model.path("cost").path("output"))
                .isEqualTo(pricing.isObject() ? given(pricing.path("completion")) : flat);
        assertThat(model.path("cost").path("cacheRead")).isEqualTo(given(pricing.path("input_cache_read")));
    }

    private static JsonNode given(JsonNode node) {
        return node.isMissingNode() ? JSON.getNodeFactory().nullNode() : node;
    }

    @Test
    void aDeadServerIsReportedInBoundedTime() throws Exception {
        configure(provider("apiKey: \"" + FakeKeys.GOOD + "\","));
        chutes.close();
        Instant began = Instant.now();

        Result result = clawdbot().run("agent", "--message", "hi");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("127.0.0.1");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aFullModelIsSaidToBeFull() throws Exception {
        configure(provider("apiKey: \"" + FakeKeys.GOOD + "\","));
        chutes.scenario(Scenario.of(Rule.always(Behaviour.atCapacity()).onRoute("POST /v1/chat/*")));

        Result result = clawdbot().run("agent", "--message", "hi", "--json");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(JSON.readTree(result.out()).at("/error/code").asText()).isEqualTo("capacity");
        assertThat(result.err()).contains("full");
    }

    @Test
    void aConfigurationThatCannotBeUsedIsExplainedByPlace() throws Exception {
        configure("{\n  models: {\n    providers: { chutes: { baseUrl \"x\" } }\n  }\n}\n");
        assertThat(clawdbot().run("models", "list"))
                .satisfies(result -> assertThat(result.exit()).isEqualTo(1))
                .satisfies(result -> assertThat(result.err()).contains("clawdbot.json:3:", "expected ':'"));

        configure("{ models: { providers: { chutes: { apiKey: \"${SURELY_NOT_SET}\" } } } }");
        assertThat(clawdbot().run("models", "list"))
                .satisfies(result -> assertThat(result.exit()).isEqualTo(1))
                .satisfies(result ->
                        assertThat(result.err()).contains("SURELY_NOT_SET", "models.providers.chutes.apiKey"));

        configure(provider("teeOnli: true,"));
        assertThat(clawdbot().run("models", "list", "--plain"))
                .satisfies(result -> assertThat(result.exit()).isZero())
                .satisfies(result -> assertThat(result.err()).contains("teeOnli", "did you mean \"teeOnly\""));
    }

    @Test
    void beingKilledAtAnyMomentLeavesOnlyWholeFiles() throws Exception {
        configure(provider(""));
        assertThat(clawdbot().run("onboard", "--chutes-api-key", FakeKeys.GOOD).exit())
                .isZero();
        List<String> models = List.of("chutes/zai-org/GLM-4.7-Flash", "chutes/Qwen/Qwen3-32B-TEE");
        Random random = new Random(7);

        for (int round = 0; round < 12; round++) {
            Running running = round % 2 == 0
                    ? clawdbot().start("models", "set", models.get(round / 2 % 2))
                    : clawdbot().start("onboard", "--chutes-api-key", FakeKeys.OTHER);
            TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(700));
            running.process().destroyForcibly();
            running.end();

            JSON.readTree(Files.readString(state.resolve("agents/main/agent/auth-profiles.json")));
            assertThat(clawdbot().run("models", "status", "--plain").exit()).isZero();
        }
    }

    @Test
    void theDemoRunsToItsEnd() throws Exception {
        Result result = clawdbot().run("demo");

        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "$ clawdbot simulator",
                        "$ clawdbot onboard",
                        "$ clawdbot models list",
                        "TEE",
                        "$ clawdbot agent --message",
                        "current_time",
                        "catalog-swapped",
                        "6 of 6");
        assertThat(state.resolve("clawdbot.json"))
                .as("the demo keeps to a state folder of its own")
                .doesNotExist();
        assertThat(state.resolve("agents")).doesNotExist();
    }

    private Program clawdbot() {
        return new Program(Copies.ASSEMBLED.resolve("clawdbot"), home);
    }

    private void configure(String text) throws IOException {
        if (!Files.exists(state)) {
            Files.createDirectory(
                    state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.writeString(state.resolve("clawdbot.json"), text);
    }

    private String provider(String more) {
        return "{ models: { providers: { chutes: { %s baseUrl: \"%s\", accountUrl: \"%s\" } } } }\n"
                .formatted(more, chutes.baseUrl(), chutes.accountUrl());
    }

    private String logs() throws IOException {
        Path log = state.resolve("logs/clawdbot.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
