package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.itests.oauth.Host.Result;
import org.clawdbot.itests.oauth.Host.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goes through everything that the assembled host prints, logs at any level, and shows to its bundles. */
class HostSecrecyIT {

    private static final Pattern SENT =
            Pattern.compile("(?:^|[?&])(?:code|code_verifier|client_secret|refresh_token|token|state)=([^&#]+)");
    private static final String TOKEN = "cak_fakeTokenOfTheEnvironmentOnly";
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path home;

    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<String> printed = new ArrayList<>();
    private ChutesSimulator chutes;
    private Host host;

    @BeforeEach
    void start() throws IOException {
        chutes = ChutesSimulator.builder()
                .idp(IdpSettings.builder().autoApprove(true).build())
                .start();
        chutes.chat(Behaviour.reply("Nice to meet you."));
        RegisteredApp app =
                chutes.idp().registerApp("secret", "http://127.0.0.1:" + Host.freePort() + "/oauth-callback");
        Path logging = Files.writeString(
                home.resolve("logging.properties"),
                "handlers=java.util.logging.ConsoleHandler\n.level=ALL\njava.util.logging.ConsoleHandler.level=ALL\n");
        host = Host.whole(home)
                .at(chutes.baseUrl(), chutes.accountUrl())
                .with("CHUTES_OAUTH_TOKEN", TOKEN)
                .with("CLAWDBOT_JAVA_OPTS", "-Duser.home=" + home + " -Djava.util.logging.config.file=" + logging);
        Files.writeString(
                home.resolve(".clawdbot/clawdbot.json"),
                """
                { models: { providers: { chutes: { baseUrl: "%s", accountUrl: "%s", apiKey: "%s",
                  oauth: { clientId: "%s", clientSecret: "%s", redirectUri: "%s" } } } } }
                """
                        .formatted(
                                chutes.baseUrl(),
                                chutes.accountUrl(),
                                FakeKeys.GOOD,
                                app.clientId(),
                                app.clientSecret(),
                                app.redirectUris().get(0)));
        secrets.addAll(List.of(TOKEN, FakeKeys.GOOD, app.clientSecret()));
    }

    @AfterEach
    void stop() {
        chutes.close();
    }

    @Test
    void noSecretIsInAnyLogServicePropertySystemPropertyOrThreadName() throws Exception {
        signIn();
        JsonNode signedIn = stored();
        chutes.idp().expire(signedIn.path("access").asText());
        note(host.run("agent", "--message", "hi"));
        note(host.run("models", "auth", "refresh", "--json"));
        note(host.run("models", "auth", "status"));
        note(host.run("models", "status", "--json"));
        note(host.run("doctor", "--json"));
        stored();
        probe();
        note(host.run("models", "auth", "logout"));
        chutes.requests().forEach(this::remember);

        assertThat(chutes.idp().refreshes()).isEqualTo(2);
        assertThat(secrets).hasSizeGreaterThan(10);
        assertThat(printed.stream().anyMatch(line -> line.contains("/idp/token")))
                .isTrue();
        assertThat(printed)
                .anyMatch(line -> line.startsWith("service ") && line.contains("auth.mode=oauth"))
                .anyMatch(line -> line.equals("thread clawdbot-chutes-tokens"));
        assertThat(printed.stream().filter(this::tellsASecret).toList()).isEmpty();
    }

    private void signIn() throws Exception {
        try (Running running = host.start("models", "auth", "login", "--method", "oauth")) {
            URI page = running.page();
            HttpClient browser = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build();
            browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
            Result result = running.end();
            assertThat(result.exit()).as(result.err()).isZero();
            // The address to open is for the user; the state in it has to be.
            note(new Result(0, result.out(), result.err().replace(page.toString(), "")));
        }
    }

    private JsonNode stored() throws IOException {
        JsonNode profile = new ObjectMapper()
                .readTree(Files.readString(host.profiles()))
                .path("profiles")
                .path("chutes:" + FakeSignIn.USERNAME);
        secrets.add(profile.path("access").asText());
        secrets.add(profile.path("refresh").asText());
        return profile;
    }

    /** Runs the host for long and looks around in it. */
    private void probe() throws Exception {
        Path seen = home.resolve("probed");
        try (Running running = host.start("run")) {
            HostProbe.drop(home.resolve(".clawdbot/deploy"), seen);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!Files.exists(seen)) {
                assertThat(running.process().isAlive() && System.nanoTime() < end)
                        .as("the probe looks around")
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            running.process().destroy();
            note(running.end());
        }
        printed.addAll(Files.readAllLines(seen));
    }

    private void note(Result result) {
        result.out().lines().forEach(printed::add);
        result.err().lines().forEach(printed::add);
    }

    private void remember(RecordedRequest request) {
        for (String text : new String[] {request.query(), request.body()}) {
            Matcher matcher = SENT.matcher(text);
            while (matcher.find()) {
                if (matcher.group(1).length() >= 16) {
                    secrets.add(matcher.group(1));
                }
            }
        }
        request.header("Authorization").ifPresent(header -> secrets.add(header.replace("Bearer ", "")));
    }

    private boolean tellsASecret(String line) {
        return secrets.stream().anyMatch(line::contains);
    }
}
