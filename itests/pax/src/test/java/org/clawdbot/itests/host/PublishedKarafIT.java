package org.clawdbot.itests.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a Karaf that was just unpacked. No repository but the given one can be reached. */
class PublishedKarafIT {

    private static final String MODEL = "chutes/Qwen/Qwen3-32B-TEE";
    private static final PublishedKaraf.Preparation NONE = home -> {};

    private final BuildRepository repository = BuildRepository.ofBuild();

    @TempDir
    Path empty;

    private ChutesSimulator chutes;

    @BeforeEach
    void startChutes() {
        chutes = ChutesSimulator.builder()
                .idp(IdpSettings.builder().autoApprove(true).build())
                .start();
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void theLinesOfTheReadmeLeadToAReply() throws Exception {
        List<String> lines = linesOfTheReadme();
        assertThat(lines).hasSize(3);

        try (PublishedKaraf karaf =
                PublishedKaraf.start(repository, "karaf-readme", repository.root(), NONE, Map.of())) {
            karaf.consoleUntil(output -> output.contains("clawdbot-chutes-apikey"), lines.get(0), "feature:list");
            assertThat(karaf.console(PublishedKaraf.ADMINISTRATOR, lines.get(1)))
                    .doesNotContain("Error");
            karaf.console(PublishedKaraf.ADMINISTRATOR, lines.get(2).replaceFirst("cpk_\\S+", FakeKeys.GOOD));
            useScriptedServer(karaf);

            assertThat(ask(karaf, "Hello from the console")).contains("Hello from the console");
        }
    }

    @Test
    void theArchiveInDeployNeedsNoRepositoryAndBringsAccessRules() throws Exception {
        try (PublishedKaraf karaf = PublishedKaraf.start(repository, "karaf-kar", empty, this::dropArchive, Map.of())) {
            installed(karaf, "clawdbot-chutes");
            karaf.console(
                    PublishedKaraf.ADMINISTRATOR,
                    "config:property-set -p org.clawdbot.chutes.auth.apikey .apiKey " + FakeKeys.GOOD);
            useScriptedServer(karaf);

            assertThat(ask(karaf, "Hello from the archive")).contains("Hello from the archive");
            assertThat(karaf.console(PublishedKaraf.VIEWER, "models:list --json"))
                    .contains(MODEL);
            assertThat(karaf.console(PublishedKaraf.VIEWER, "agent:ask --message Hello"))
                    .contains("Command not found");
            assertThat(karaf.console(PublishedKaraf.VIEWER, "models:set " + MODEL))
                    .contains("Command not found");
        }
    }

    @Test
    void theSetWithOAuthOnlyRepliesToWhoHasAToken() throws Exception {
        RegisteredApp app =
                chutes.idp().registerApp("karaf", "http://127.0.0.1:" + PublishedKaraf.freePort() + "/oauth-callback");
        String token = chutes.idp()
                .issueTokens(app, FakeSignIn.USERNAME, "chutes:invoke")
                .accessToken();
        try (PublishedKaraf karaf = PublishedKaraf.start(
                repository, "karaf-oauth", repository.root(), NONE, Map.of("CHUTES_OAUTH_TOKEN", token))) {
            karaf.consoleUntil(
                    output -> output.contains("clawdbot-chutes-oauth-only"),
                    linesOfTheReadme().get(0),
                    "feature:list");
            karaf.console(PublishedKaraf.ADMINISTRATOR, "feature:install clawdbot-chutes-oauth-only");
            installed(karaf, "clawdbot-chutes-oauth-only");
            assertThat(karaf.home().resolve("etc/org.clawdbot.chutes.auth.oauth.cfg"))
                    .content()
                    .contains("#clientId");
            assertThat(karaf.console(PublishedKaraf.ADMINISTRATOR, "bundle:list -s"))
                    .doesNotContain("org.clawdbot.chutes.auth.apikey");
            String pid = "org.clawdbot.chutes.auth.oauth";
            karaf.console(
                    PublishedKaraf.ADMINISTRATOR,
                    "config:property-set -p " + pid + " clientId " + app.clientId(),
                    "config:property-set -p " + pid + " .clientSecret " + app.clientSecret(),
                    "config:property-set -p " + pid + " redirectUri "
                            + app.redirectUris().get(0),
                    "config:property-set -p " + pid + " accountUrl " + chutes.accountUrl());
            useScriptedServer(karaf);

            assertThat(karaf.console(PublishedKaraf.ADMINISTRATOR, "models:auth-status"))
                    .contains("oauth from environment");
            assertThat(ask(karaf, "Hello without a key")).contains("Hello without a key");
        }
    }

    private List<String> linesOfTheReadme() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("clawdbot.it.readme")));
        Matcher block = Pattern.compile("```\\R(feature:repo-add .*?)```", Pattern.DOTALL)
                .matcher(readme);
        assertThat(block.find()).as("README.md has lines for Karaf's console").isTrue();
        return block.group(1).lines().toList();
    }

    private void dropArchive(Path home) throws IOException {
        Path archive = repository.file(repository.url("org.clawdbot", "clawdbot-karaf") + "/kar");
        Files.copy(archive, home.resolve("deploy/clawdbot.kar"));
    }

    private static void installed(PublishedKaraf karaf, String feature) throws Exception {
        karaf.consoleUntil(
                output -> output.lines().anyMatch(line -> line.contains(feature + " ") && line.contains("Started")),
                "feature:list -i");
    }

    /** The one thing a test does that a user would not. */
    private void useScriptedServer(PublishedKaraf karaf) throws Exception {
        List<String> commands = new ArrayList<>();
        for (String pid : List.of("org.clawdbot.chutes.catalog", "org.clawdbot.chutes.completions")) {
            commands.add("config:property-set -p " + pid + " baseUrl " + chutes.accountUrl() + "/v1");
        }
        commands.add("config:property-set -p org.clawdbot.models defaultModel " + MODEL);
        karaf.console(PublishedKaraf.ADMINISTRATOR, commands.toArray(String[]::new));
    }

    private static String ask(PublishedKaraf karaf, String message) throws Exception {
        return karaf.consoleUntil(
                output -> output.contains(message), "agent:ask --model " + MODEL + " --message \"" + message + "\"");
    }
}
