package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the page of commands, one after the other on one state folder: in words, as JSON, and in a terminal. */
class EveryCommandIT {

    private static final Path PAGE = Path.of("../../docs/commands.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^## clawdbot ([a-z -]+?)(?: [A-Z<].*)?$");

    /** Each has a test of its own: they run until they are ended, ask questions, or want OAuth. */
    private static final Set<String> TESTED_ELSEWHERE =
            Set.of("run", "simulator", "demo", "chat", "models pick", "models auth refresh");

    private static final String MODEL = "chutes/Qwen/Qwen3-32B-TEE";
    private static final String FALLBACK = "chutes/zai-org/GLM-5-TEE";

    /** Takes the key from its variable. */
    private static final String LOGIN = "models auth login --provider chutes --method api-key";

    /** The words, what they print in words, and the member that their document has. */
    private static final List<Step> STEPS = List.of(
            new Step("onboard --chutes-api-key " + FakeKeys.GOOD, "Default model:", "model"),
            new Step("models list --tee", MODEL, "models"),
            new Step("models status", "Default:", "defaultModel"),
            new Step("models set " + MODEL, MODEL, "model"),
            new Step("models refresh", "nothing changed", "appeared"),
            new Step("models fallbacks add " + FALLBACK, FALLBACK, "fallbacks"),
            new Step("models fallbacks list", FALLBACK, "fallbacks"),
            new Step("models fallbacks remove " + FALLBACK, "Fallbacks: none", "fallbacks"),
            new Step("models fallbacks clear", "Fallbacks: none", "fallbacks"),
            new Step("models aliases add quick " + MODEL, "quick = ", "aliases"),
            new Step("models aliases list", "quick = ", "aliases"),
            new Step("models aliases remove quick", "Removed quick", "aliases"),
            new Step(LOGIN, "chutes:default", "profile"),
            new Step("models auth status", "chutes:default", "profiles"),
            new Step("models auth order set chutes:default", "Order: chutes:default", "order"),
            new Step("models auth order get", "chutes:default", "order"),
            new Step("models auth order clear", "usual order", "order"),
            new Step("agent --session talk --message hi", "You wrote", "text"),
            new Step("sessions list", "talk", "sessions"),
            new Step("sessions show talk", "You wrote", "conversation"),
            new Step("sessions export talk --output talk.md", "talk.md", "session"),
            new Step("models usage", MODEL, "totals"),
            new Step("models cooldowns list", "Nothing rests", "cooldowns"),
            new Step("models cooldowns clear", "may be asked again", "cooldowns"),
            new Step("account", "Balance", "accounts"),
            new Step("doctor", "All is well", "checks"),
            new Step("sessions delete talk", "Deleted talk", "deleted"),
            new Step("models auth logout", "Signed out", "profile"),
            new Step("completion bash", "complete", null));

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @TempDir
    Path home;

    private ChutesSimulator chutes;
    private Path state;

    @BeforeEach
    void startChutes() throws IOException {
        chutes = ChutesSimulator.start();
        state = Files.createDirectory(home.resolve("state"));
        Files.writeString(
                state.resolve("clawdbot.json"),
                "{ models: { providers: { chutes: { baseUrl: \"%s\", accountUrl: \"%s\" } } } }"
                        .formatted(chutes.baseUrl(), chutes.accountUrl()));
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void isEveryCommandOfThePage() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher heading = HEADING.matcher(Files.readString(PAGE));
        while (heading.find()) {
            documented.add(heading.group(1));
        }
        documented.removeAll(TESTED_ELSEWHERE);

        assertThat(documented).hasSizeGreaterThan(20).allSatisfy(command -> assertThat(STEPS)
                .as(command)
                .anyMatch(step -> (step.words() + " ").startsWith(command + " ")));
    }

    @Test
    void speaksInWordsWithoutATerminal() throws Exception {
        for (Step step : STEPS) {
            Result result = run(step.words());

            assertThat(result.exit()).as("%s: %s", step.words(), result.err()).isZero();
            assertThat(result.out()).as(step.words()).contains(step.shows()).doesNotContain("\u001b");
        }
    }

    @Test
    void printsOneJsonDocument() throws Exception {
        for (Step step : STEPS) {
            if (step.member() != null) {
                Result result = run(step.words() + " --json");

                assertThat(result.exit())
                        .as("%s: %s", step.words(), result.err())
                        .isZero();
                assertThat(JSON.readTree(result.out()).has(step.member()))
                        .as("%s in %s", step.member(), result.out())
                        .isTrue();
            }
        }
    }

    @Test
    void speaksInATerminal() throws Exception {
        assumeTrue(Tmux.installed(), "tmux, which makes a terminal, is not installed");
        List<String> lines = new ArrayList<>(List.of(
                "export CLAWDBOT_STATE_DIR='" + state + "' HOME='" + home + "'",
                "export JAVA_HOME='" + System.getProperty("java.home") + "'",
                "unset NO_COLOR COLUMNS LINES CHUTES_API_KEY CHUTES_OAUTH_TOKEN",
                "cd '" + home + "'"));
        for (Step step : STEPS) {
            String key = step.words().equals(LOGIN) ? "CHUTES_API_KEY=" + FakeKeys.GOOD + " " : "";
            lines.add(key + "'" + Copies.ASSEMBLED.resolve("clawdbot") + "' " + step.words());
            lines.add("echo \"rc=$? " + step.words().replace(FakeKeys.GOOD, "KEY") + "\"");
        }
        lines.add("echo 'the end'; exec sleep 600");
        Path script = Files.write(home.resolve("script"), lines);

        try (Tmux tmux = Tmux.open(home, 120, 2_000, "sh '" + script + "'")) {
            String shown = tmux.await("the end");

            for (Step step : STEPS) {
                assertThat(shown).contains(step.shows(), "rc=0 " + step.words().replace(FakeKeys.GOOD, "KEY"));
            }
            assertThat(shown).doesNotContain(FakeKeys.GOOD);
        }
    }

    private Result run(String words) throws IOException, InterruptedException {
        return new Program(Copies.ASSEMBLED.resolve("clawdbot"), home)
                .with("CLAWDBOT_STATE_DIR", state.toString())
                .with("CHUTES_API_KEY", words.startsWith(LOGIN) ? FakeKeys.GOOD : "")
                .run(words.split(" "));
    }

    /**
     * A command.
     *
     * @param words its words after {@code clawdbot}
     * @param shows what it prints in words
     * @param member what its document has, or null if it has none
     */
    private record Step(String words, String shows, String member) {}
}
