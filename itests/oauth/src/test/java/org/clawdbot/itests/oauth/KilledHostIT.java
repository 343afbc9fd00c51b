package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.clawdbot.itests.oauth.Host.Result;
import org.clawdbot.itests.oauth.Host.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the assembled host, at random moments of signing in and of renewing; {@code -Doauth.hostKills=200}
 * for more of it.
 */
class KilledHostIT {

    private static final int KILLS = Integer.getInteger("oauth.hostKills", 10);
    private static final String PROFILE = "chutes:" + FakeSignIn.USERNAME;
    private static final long AROUND_THE_REQUEST = TimeUnit.MILLISECONDS.toNanos(120);

    @TempDir
    Path home;

    private final HttpClient browser =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();
    private ChutesSimulator chutes;
    private Host host;
    private int inTime;
    private int explained;

    @BeforeEach
    void start() throws IOException {
        chutes = ChutesSimulator.builder()
                .idp(IdpSettings.builder().autoApprove(true).build())
                .start();
        RegisteredApp app =
                chutes.idp().registerApp("killed", "http://127.0.0.1:" + Host.freePort() + "/oauth-callback");
        host = Host.whole(home)
                .at(chutes.baseUrl(), chutes.accountUrl())
                .with("CHUTES_CLIENT_ID", app.clientId())
                .with("CHUTES_CLIENT_SECRET", app.clientSecret())
                .with("CHUTES_OAUTH_REDIRECT_URI", app.redirectUris().get(0));
    }

    @AfterEach
    void stop() {
        chutes.close();
    }

    @Test
    void theFileIsWholeAndPrivateAtAnyTimeAndTheNextRunWorksOrExplains() throws Exception {
        long seed = Long.getLong("oauth.seed", System.nanoTime());
        Random random = new Random(seed);
        try (StateWatch watch = StateWatch.of(home.resolve(".clawdbot"))) {
            long signInNanos = signIn();
            long refreshNanos = refresh();
            for (int kill = 1; kill <= KILLS; kill++) {
                if (kill % 2 == 0) {
                    killSignIn((long) (random.nextDouble() * signInNanos));
                } else if (kill % 4 == 1) {
                    killRefresh((long) (random.nextDouble() * refreshNanos));
                } else {
                    killRefreshAfterItsRequest((long) (random.nextDouble() * AROUND_THE_REQUEST));
                }
                String when = "kill " + kill + " of seed " + seed;
                watch.check(when);
                recover(when);
                watch.check(when);
            }
            assertThat(watch.looks()).isGreaterThan(10 * KILLS);
            System.out.println(KILLS + " kills, " + inTime + " of them before the host had ended by itself; "
                    + explained + " explained and signed in again, the others just went on; " + watch.looks()
                    + " looks at the files");
        }
    }

    /** Gives how long it takes from the page to the end. */
    private long signIn() throws Exception {
        try (Running running = host.start("models", "auth", "login", "--method", "oauth")) {
            CompletableFuture<?> page = open(running);
            long begun = System.nanoTime();
            Result result = running.end();
            assertThat(result.exit()).as(result.err()).isZero();
            page.join();
            return System.nanoTime() - begun;
        }
    }

    /** Gives how long it takes from the start to the end. */
    private long refresh() throws Exception {
        long begun = System.nanoTime();
        Result result = host.run("models", "auth", "refresh", "--profile", PROFILE);
        assertThat(result.exit()).as(result.err()).isZero();
        return System.nanoTime() - begun;
    }

    private void killSignIn(long delay) throws Exception {
        try (Running running = host.start("models", "auth", "login", "--method", "oauth")) {
            CompletableFuture<?> page = open(running);
            kill(running, delay);
            page.exceptionally(brokenOff -> null).join();
        }
    }

    private void killRefresh(long delay) throws Exception {
        try (Running running = host.start("models", "auth", "refresh")) {
            kill(running, delay);
        }
    }

    private void killRefreshAfterItsRequest(long delay) throws Exception {
        long before = chutes.idp().tokenRequests("refresh_token");
        try (Running running = host.start("models", "auth", "refresh")) {
            while (chutes.idp().tokenRequests("refresh_token") == before
                    && running.process().isAlive()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            kill(running, delay);
        }
    }

    private void kill(Running running, long delay) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(delay);
        if (running.process().isAlive()) {
            inTime++;
        }
        running.process().destroyForcibly().waitFor();
    }

    /** Wants new tokens; where that fails, a sentence says why and signing in helps. */
    private void recover(String when) throws Exception {
        Result result = host.run("models", "auth", "refresh");
        if (result.exit() != 0) {
            explained++;
            assertThat(result.exit()).as("%s: %s", when, result.err()).isEqualTo(3);
            assertThat(result.err())
                    .as(when)
                    .contains(
                            "an earlier renewal, begun at",
                            "was cut short",
                            "sign in again with `clawdbot models auth");
            signIn();
        }
    }

    private CompletableFuture<?> open(Running running) throws InterruptedException {
        return browser.sendAsync(HttpRequest.newBuilder(running.page()).build(), HttpResponse.BodyHandlers.ofString());
    }
}
