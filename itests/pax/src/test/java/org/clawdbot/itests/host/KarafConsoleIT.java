package org.clawdbot.itests.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console of a Karaf with the set for keys only, over SSH. It is one Karaf for all tests, so none may rely on what others
 * leave.
 */
class KarafConsoleIT {

    private static final String MODEL = "chutes/Qwen/Qwen3-32B-TEE";
    private static final String TRANSPORT = "org.clawdbot.chutes.completions";

    /** As long as Karaf may take to notice a file and to replace a bundle, through all the pieces of a slow reply. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final BuildRepository REPOSITORY = BuildRepository.ofBuild();

    private static ChutesSimulator chutes;
    private static PublishedKaraf karaf;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        chutes = ChutesSimulator.builder()
                .requireKeys(FakeKeys.GOOD)
                .scenario(Scenario.of(Host.slowly(PAUSE)))
                .start();
        karaf = PublishedKaraf.start(
                REPOSITORY,
                "karaf-console",
                REPOSITORY.root(),
                SmallSet.KEY.with("cpk_...", "$[env:KEY_OF_THE_OPERATOR]"),
                Map.of("KEY_OF_THE_OPERATOR", FakeKeys.GOOD));
        karaf.install("clawdbot-chutes-apikey-only");
        karaf.use(chutes, MODEL);
        karaf.ask("Is anybody there?");
    }

    @AfterAll
    static void stop() {
        karaf.close();
        chutes.close();
    }

    @Test
    void theSetWithKeysOnlyHasNothingOfOAuth() throws Exception {
        assertThat(console("bundle:list -s"))
                .contains("org.clawdbot.chutes.auth.apikey")
                .doesNotContain("org.clawdbot.chutes.auth.oauth", "scribejava");
        assertThat(console("models:auth-login --method oauth"))
                .contains("Install the bundle org.clawdbot.chutes.auth.oauth");
    }

    @Test
    void modelsAreATableOrADocument() throws Exception {
        assertThat(console("models:list").lines().map(String::strip))
                .anyMatch(line -> line.startsWith("MODEL "))
                .anyMatch(line -> line.startsWith(MODEL + " "));

        String printed = console("models:list --json");
        JsonNode document =
                new ObjectMapper().readTree(printed.substring(printed.indexOf('{'), printed.lastIndexOf('}') + 1));
        assertThat(document.path("models").findValuesAsText("key")).contains(MODEL);
    }

    @Test
    void aWrongOptionIsExplained() throws Exception {
        assertThat(console("models:list --sort weight")).contains("--sort", "models list --help");
    }

    @Test
    void aConversationIsKeptAndListed() throws Exception {
        assertThat(console("agent:ask --session harbour --message 'My ship is called Greta'"))
                .contains("Greta");
        chutes.clearRequests();
        console("agent:ask --session harbour --message 'What is it called?'");

        assertThat(chutes.requests("/v1/chat/completions").get(0).body()).contains("My ship is called Greta");
        assertThat(console("agent:sessions-list").lines())
                .anyMatch(line -> Pattern.compile("harbour\\s+2 ").matcher(line).find());
        assertThat(console("agent:sessions-show harbour")).contains("My ship is called Greta", "What is it called?");
    }

    @Test
    void somebodyAtATerminalCompletesAndTalks() throws Exception {
        assumeTrue(Window.possible(), "there is no tmux");
        try (Window window = Window.open(folder, karaf.interactiveClient(PublishedKaraf.ADMINISTRATOR))) {
            window.await("karaf@root");
            window.type("models:auth-st");
            window.press("Tab");
            window.await("models:auth-status");
            window.press("Enter");
            window.await("chutes:configuration");
            window.type("models:set chutes/Qwen/Qwen3-32");
            window.press("Tab");
            window.await(MODEL);
            window.press("C-u");
            window.type("agent:chat --session talk");
            window.press("Enter");
            window.await("> ");
            window.type("Ahoy from a terminal");
            window.press("Enter");
            window.await(shown -> shown.split("Ahoy from a terminal", -1).length > 2);
            window.press("C-d");
            window.await(shown -> shown.stripTrailing().endsWith("karaf@root()>"));
        }
        assertThat(console("agent:sessions-show talk")).contains("Ahoy from a terminal");
    }

    @Test
    void aNewerJarDroppedOverTheOldOneIsTakenUpWhileAReplyArrives() throws Exception {
        Path dropped = karaf.home().resolve("deploy/transport.jar");
        NewerBundle.write(transport(), "0.1.1", dropped);
        awaitVersion("0.1.1");
        assertThat(console("clawdbot:doctor --offline"))
                .contains(TRANSPORT + " runs in several versions, of which one is used: 0.1.0.SNAPSHOT, 0.1.1");
        console("bundle:stop " + TRANSPORT + "/0.1.0.SNAPSHOT");
        karaf.ask("Do you run?");
        ClientSession asking = karaf.client(PublishedKaraf.ADMINISTRATOR, "agent:ask --message 'Answer slowly'");
        String begun = asking.until(Pattern.compile("lorem"));
        assertThat(chutes.openStreams())
                .as("replies that arrive, at the first piece shown")
                .isEqualTo(1);

        NewerBundle.write(transport(), "0.1.2", dropped);
        karaf.awaitLog("Started bundle: file:" + dropped, 2);
        assertThat(chutes.openStreams())
                .as("replies that arrive, with the newer jar")
                .isEqualTo(1);
        String rest = asking.rest();

        assertThat((begun + rest).split("lorem", -1)).hasSize(41);
        assertThat(karaf.ask("Do you still run?")).contains("Do you still run?");
        assertThat(console("bundle:list -s").lines().filter(line -> line.contains(TRANSPORT)))
                .anyMatch(line -> line.contains("Active") && line.contains("0.1.2"))
                .noneMatch(line -> line.contains("0.1.1"));
        Files.delete(dropped);
        karaf.consoleUntil(output -> !output.contains("0.1.2"), "bundle:list -s");
        console("bundle:start " + TRANSPORT + "/0.1.0.SNAPSHOT");
        karaf.ask("And without it?");
    }

    @Test
    void afterARestartEverythingIsThereAgainAndNothingTwice() throws Exception {
        console("agent:ask --session logbook --message 'Day one'");
        String bundles = bundles();

        karaf.restart();

        assertThat(karaf.ask("Good morning")).contains("Good morning");
        assertThat(bundles()).isEqualTo(bundles);
        assertThat(console("agent:ask --session logbook --message 'Day two'")).contains("Day two");
        assertThat(console("agent:sessions-show logbook")).contains("Day one", "Day two");
        assertThat(console("models:status")).contains(MODEL);
        assertThat(karaf.home().resolve("etc/org.clawdbot.chutes.auth.apikey.cfg"))
                .content()
                .contains("$[env:KEY_OF_THE_OPERATOR]")
                .doesNotContain(FakeKeys.GOOD);
        assertThat(console("clawdbot:doctor --offline")).doesNotContain("is missing", "waits for", "not started");
    }

    private static String bundles() throws IOException, InterruptedException {
        return console("bundle:list -s")
                .lines()
                .filter(line -> line.contains("org.clawdbot"))
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static void awaitVersion(String version) throws Exception {
        karaf.consoleUntil(
                output -> output.lines()
                        .anyMatch(
                                line -> line.contains(TRANSPORT) && line.contains(version) && line.contains("Active")),
                "bundle:list -s");
    }

    private static Path transport() {
        return REPOSITORY.file(REPOSITORY.url("org.clawdbot", TRANSPORT));
    }

    private static String console(String command) throws IOException, InterruptedException {
        return karaf.console(PublishedKaraf.ADMINISTRATOR, command);
    }
}
