package org.clawdbot.itests.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Pattern PAGE = Pattern.compile("(http://\\S+/idp/authorize\\?\\S+)\\s");
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
            karaf.use(chutes, MODEL);

            assertThat(karaf.ask("Hello from the console")).contains("Hello from the console");
        }
    }

    @Test
    void theArchiveInDeployNeedsNoRepositoryAndBringsAccessRules() throws Exception {
        try (PublishedKaraf karaf = PublishedKaraf.start(repository, "karaf-kar", empty, home -> {}, Map.of())) {
            // What is dropped before its own features are there, Karaf installs and may forget.
            karaf.awaitInstalled("kar");
            dropArchive(karaf.home());
            karaf.awaitInstalled("clawdbot-chutes");
            karaf.console(
                    PublishedKaraf.ADMINISTRATOR,
                    "config:property-set -p org.clawdbot.chutes.auth.apikey .apiKey " + FakeKeys.GOOD);
            karaf.use(chutes, MODEL);

            assertThat(karaf.ask("Hello from the archive")).contains("Hello from the archive");
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
        // All at once: of two commands that change one file in turn, Karaf may lose what the first of them did.
        String secretAndAddresses = app.clientSecret() + "\nredirectUri = "
                + app.redirectUris().get(0) + "\naccountUrl = " + chutes.accountUrl();
        PublishedKaraf.Preparation folder =
                SmallSet.OAUTH.with("cid_...", app.clientId(), "csc_...", secretAndAddresses);
        try (PublishedKaraf karaf = PublishedKaraf.start(
                repository, "karaf-oauth", repository.root(), folder, Map.of("CHUTES_OAUTH_TOKEN", token))) {
            karaf.install("clawdbot-chutes-oauth-only");
            assertThat(karaf.home().resolve("etc/org.clawdbot.models.cfg"))
                    .content()
                    .contains("#defaultModel");
            assertThat(karaf.console(PublishedKaraf.ADMINISTRATOR, "bundle:list -s"))
                    .doesNotContain("org.clawdbot.chutes.auth.apikey");
            karaf.use(chutes, MODEL);

            assertThat(karaf.console(PublishedKaraf.ADMINISTRATOR, "models:auth-status"))
                    .contains("oauth from environment");
            assertThat(karaf.ask("Hello without a key")).contains("Hello without a key");

            leaveASignIn(karaf);
            ClientSession session = karaf.client(PublishedKaraf.ADMINISTRATOR, "models:auth-login --method oauth");
            assertThat(agree(session)).contains("You are signed in to Chutes");
            assertThat(session.rest()).contains("Signed in: chutes:" + FakeSignIn.USERNAME);
            assertThat(karaf.console(PublishedKaraf.ADMINISTRATOR, "models:auth-status"))
                    .contains("chutes:" + FakeSignIn.USERNAME);
        }
    }

    /** Begins to sign in at a terminal and thinks better of it. */
    private void leaveASignIn(PublishedKaraf karaf) throws Exception {
        if (Window.possible()) {
            try (Window window = Window.open(empty, karaf.interactiveClient(PublishedKaraf.ADMINISTRATOR))) {
                window.await("karaf@root");
                window.type("models:auth-login --method oauth");
                window.press("Enter");
                window.await("/idp/authorize?");
                window.press("C-c");
                window.await("The sign-in was cancelled");
            }
        }
    }

    /** Opens the page that a session shows, as a browser would that is signed in already. */
    private static String agree(ClientSession session) throws Exception {
        Matcher page = PAGE.matcher(session.until(PAGE));
        assertThat(page.find()).isTrue();
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()
                .send(HttpRequest.newBuilder(URI.create(page.group(1))).build(), HttpResponse.BodyHandlers.ofString())
                .body();
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

    @Test
    void theSetWithAPinnedListRepliesAndNeverAsksForOne() throws Exception {
        Path list = Files.writeString(
                empty.resolve("models.json"), "[{\"id\": \"Qwen/Qwen3-32B-TEE\", \"context_length\": 12345}]");
        PublishedKaraf.Preparation folder = SmallSet.FILE.with("/etc/clawdbot/models.json", list.toString());
        try (PublishedKaraf karaf = PublishedKaraf.start(
                repository, "karaf-file", repository.root(), folder, Map.of("CHUTES_API_KEY", FakeKeys.GOOD))) {
            karaf.install("clawdbot-chutes-file-only");
            assertThat(karaf.console(PublishedKaraf.ADMINISTRATOR, "bundle:list -s"))
                    .contains("org.clawdbot.chutes.catalog.file")
                    .doesNotContainPattern("org\\.clawdbot\\.chutes\\.catalog\\s");
            karaf.use(chutes, MODEL);

            assertThat(karaf.ask("Hello from the pinned list")).contains("Hello from the pinned list");
            assertThat(karaf.console(PublishedKaraf.ADMINISTRATOR, "models:list"))
                    .contains(MODEL.substring(7), "12");
            assertThat(chutes.requests("/v1/models")).isEmpty();
        }
    }
}
