package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of signing in and of renewing; {@code -Doauth.kills=200} for more of it. */
class KilledSignInIT {

    private static final int KILLS = Integer.getInteger("oauth.kills", 12);
    private static final String PROFILE = "chutes:alice";

    @TempDir
    Path state;

    private ChutesSimulator chutes;
    private Map<String, String> variables;
    private int explained;

    @BeforeEach
    void startChutes() throws IOException {
        chutes = ChutesSimulator.builder()
                .idp(IdpSettings.builder().autoApprove(true).build())
                .start();
        String redirect = "http://127.0.0.1:" + freePort() + "/oauth-callback";
        RegisteredApp app = chutes.idp().registerApp("killed", redirect);
        variables = Map.of(
                "CHUTES_CLIENT_ID", app.clientId(),
                "CHUTES_CLIENT_SECRET", app.clientSecret(),
                "CHUTES_OAUTH_REDIRECT_URI", redirect);
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void theFileIsWholeAndPrivateAndTheNextTryWorksOrExplains() throws Exception {
        long seed = Long.getLong("oauth.seed", System.nanoTime());
        Random random = new Random(seed);
        Worker next = worker();
        try (StateWatch watch = StateWatch.of(state)) {
            assertThat(next.answer()).isEqualTo("ready");
            assertThat(next.ask("sign-in", PROFILE)).isEqualTo("ok " + PROFILE);
            for (int kill = 1; kill <= KILLS; kill++) {
                Worker victim = next;
                next = worker();
                victim.tell(0, kill % 2 == 0 ? "sign-in-forever" : "renew-forever", PROFILE);
                TimeUnit.MICROSECONDS.sleep(random.nextInt(250_000));
                victim.kill();

                String when = "kill " + kill + " of seed " + seed;
                watch.check(when);
                assertThat(next.answer()).isEqualTo("ready");
                recover(next, when);
                watch.check(when);
            }
            assertThat(next.ask("get", PROFILE)).startsWith("ok ");
            assertThat(chutes.idp().reusedRefreshTokens())
                    .as("used tokens sent again, each once, of seed %d", seed)
                    .isEqualTo(explained);
        } finally {
            next.close();
        }
        System.out.println(KILLS + " kills: " + explained + " explained and signed in again, the others just went on; "
                + chutes.idp().refreshes() + " refreshes, "
                + chutes.idp().tokenRequests("authorization_code") + " sign-ins, "
                + chutes.idp().reusedRefreshTokens() + " used tokens sent again");
    }

    /** Wants a new token; where that fails, a sentence says why and signing in helps. */
    private void recover(Worker worker, String when) throws IOException {
        assertThat(worker.ask("get", PROFILE)).as(when).startsWith("ok ");
        String renewed = worker.ask("renew", PROFILE);
        if (!renewed.startsWith("ok ")) {
            explained++;
            assertThat(renewed)
                    .as(when)
                    .startsWith("failed refresh-refused ")
                    .contains(
                            "an earlier renewal, begun at",
                            "was cut short",
                            "sign in again with `clawdbot models auth");
            assertThat(worker.ask("sign-in", PROFILE)).as(when).isEqualTo("ok " + PROFILE);
            assertThat(worker.ask("get", PROFILE)).as(when).startsWith("ok ");
            assertThat(worker.ask("renew", PROFILE)).as(when).startsWith("ok ");
        }
    }

    private Worker worker() throws IOException {
        return Worker.start(state, chutes.accountUrl().toString(), variables);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
