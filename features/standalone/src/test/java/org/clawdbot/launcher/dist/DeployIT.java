package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.launcher.dist.Program.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put into the folder {@code deploy} of a host that runs, or was put there before. */
class DeployIT {

    private static final String TRANSPORT = "org.clawdbot.chutes.completions";
    private static final int PIECES = 60;

    @TempDir
    Path home;

    private ChutesSimulator chutes;
    private Path deploy;

    @BeforeEach
    void startChutes() throws IOException {
        chutes = ChutesSimulator.builder()
                .requireKeys(FakeKeys.GOOD)
                .scenario(Scenario.of(Rule.always(Behaviour.normal()
                                .with(Setting.CHUNK_COUNT, PIECES)
                                .withDelays(Duration.ZERO, Duration.ofMillis(50)))
                        .onText("slowly")))
                .start();
        deploy = Files.createDirectories(home.resolve(".clawdbot/deploy"));
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void aNewerJarDroppedOverTheOldOneIsTakenUpWhileAReplyArrives() throws Exception {
        Path original = Copies.bundle(Copies.ASSEMBLED, TRANSPORT);
        Path dropped = deploy.resolve("transport.jar");
        Files.copy(original, dropped);
        copySet("apikey-only", "cpk_...", FakeKeys.GOOD);
        configure();
        Running host = clawdbot(Copies.ASSEMBLED)
                .typing(
                        """
                        agent:ask --message 'Is anybody there?'
                        agent:ask --message 'Answer slowly'
                        agent:ask --message 'And afterwards?'
                        lb -s completions
                        """)
                .start("run", "--console");
        host.awaitOut("lorem");

        TestBundles.writeNewer(original, "0.1.9", dropped);

        Result result = host.end();
        assertThat(result.out().split("lorem", -1)).hasSize(PIECES + 1);
        assertThat(result.out()).contains("Is anybody there?", "And afterwards?");
        assertThat(result.out().lines().filter(line -> line.contains("|" + TRANSPORT + " ")))
                .singleElement()
                .asString()
                .contains("Active", "0.1.9");
    }

    @Test
    void theFolderForKeysOnlyLeadsToAReply() throws Exception {
        Path distribution = Copies.without(
                home.resolve("distribution"), "org.clawdbot.chutes.auth.oauth", "scribejava-core", "scribejava-java8");
        copySet("apikey-only", "cpk_...", FakeKeys.GOOD);

        Result result = ask(distribution);

        assertThat(result.out()).contains("Is anybody there?").doesNotContain("auth.oauth", "scribejava");
    }

    @Test
    void theFolderForModelsInAFileLeadsToAReplyAndNoListIsFetched() throws Exception {
        Path distribution = Copies.without(home.resolve("distribution"), "org.clawdbot.chutes.catalog");
        Path list = Files.writeString(home.resolve("models.json"), "[{\"id\": \"Qwen/Qwen3-32B-TEE\"}]");
        copySet("file-only", "/etc/clawdbot/models.json", list.toString());
        copySet("apikey-only", "cpk_...", FakeKeys.GOOD);

        Result result = ask(distribution);

        assertThat(result.out()).contains("Is anybody there?", "org.clawdbot.chutes.catalog.file");
        assertThat(chutes.requests("/v1/models")).isEmpty();
    }

    @Test
    void theFolderForOAuthOnlyKnowsItsApp() throws Exception {
        Path distribution = Copies.without(home.resolve("distribution"), "org.clawdbot.chutes.auth.apikey");
        copySet("oauth-only", "cid_...", "cid_fake-from-the-folder", "csc_...", "csc_fake");
        configure();

        Result result = clawdbot(distribution)
                .typing("models:auth-login --no-browser\nlb -s auth\n")
                .run("run", "--console");

        assertThat(result.out() + result.err())
                .contains("client_id=cid_fake-from-the-folder", "org.clawdbot.chutes.auth.oauth")
                .doesNotContain("csc_fake", "org.clawdbot.chutes.auth.apikey");
    }

    private Result ask(Path distribution) throws Exception {
        configure();
        Result result = clawdbot(distribution)
                .typing("agent:ask --message 'Is anybody there?'\nlb -s\n")
                .run("run", "--console");
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }

    /** Copies a folder below {@code config/}, with what stands there for an example replaced, each followed by its value. */
    private void copySet(String set, String... values) throws IOException {
        Path folder = Path.of("../../config").resolve(set);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.cfg")) {
            for (Path file : files) {
                String text = Files.readString(file);
                for (int i = 0; i < values.length; i += 2) {
                    assertThat(text).contains(values[i]);
                    text = text.replace(values[i], values[i + 1]);
                }
                Files.writeString(deploy.resolve(file.getFileName().toString()), text);
            }
        }
    }

    private void configure() throws IOException {
        Path file = home.resolve(".clawdbot/clawdbot.json");
        Files.writeString(
                file,
                """
                { agents: { defaults: { model: { primary: "chutes/Qwen/Qwen3-32B-TEE" } } },
                  models: { providers: { chutes: { baseUrl: "%s", accountUrl: "%s" } } } }
                """
                        .formatted(chutes.baseUrl(), chutes.accountUrl()));
    }

    private Program clawdbot(Path distribution) {
        return new Program(distribution.resolve("clawdbot"), home);
    }
}
