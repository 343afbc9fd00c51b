package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.credentials.file.internal.FileCredentialStore;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.idp.Idp;
import org.clawdbot.testkit.simulator.idp.IssuedTokens;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight processes share one sign-in; {@code -Doauth.rounds=200} for more rounds. */
class SharedProfileIT {

    private static final int PROCESSES = 8;
    private static final int ROUNDS = Integer.getInteger("oauth.rounds", 30);
    private static final String PROFILE = "chutes:alice";

    /** Processes see a change of the file ten milliseconds later at most. */
    private static final int SEEN_MILLIS = 20;

    @TempDir
    Path state;

    private final List<Worker> workers = new ArrayList<>();
    private ChutesSimulator chutes;
    private FileCredentialStore store;

    @BeforeEach
    void startEight() throws IOException {
        chutes = ChutesSimulator.builder().threads(PROCESSES).start();
        store = new FileCredentialStore(Configured.as(
                FileCredentialStore.Config.class,
                Map.of(
                        "file",
                        state.resolve("agents/main/agent/auth-profiles.json").toString())));
        RegisteredApp app = chutes.idp().demoApp();
        IssuedTokens tokens = chutes.idp().issueTokens(app, "alice", "openid", "profile", "chutes:invoke");
        Profile profile = new Profile.OAuth(
                PROFILE,
                "chutes",
                Secret.of(tokens.accessToken()),
                Secret.of(tokens.refreshToken()),
                Instant.now().plusSeconds(3000),
                app.clientId(),
                "sub_1",
                "alice",
                List.of("openid", "profile", "chutes:invoke"));
        store.update(now -> now.with(profile));
        for (int i = 0; i < PROCESSES; i++) {
            workers.add(Worker.start(
                    state,
                    chutes.accountUrl().toString(),
                    Map.of("CHUTES_CLIENT_ID", app.clientId(), "CHUTES_CLIENT_SECRET", app.clientSecret())));
        }
        for (Worker worker : workers) {
            assertThat(worker.answer()).isEqualTo("ready");
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (Worker worker : workers) {
            worker.close();
        }
        chutes.close();
    }

    @Test
    void anExpiredTokenIsRenewedOnceByEightProcesses() throws Exception {
        Idp server = chutes.idp();
        for (int round = 1; round <= ROUNDS; round++) {
            Profile.OAuth old = stored();
            assertThat(all("get")).as("before round %d", round).containsOnly(answer(old));
            boolean refused = round % 2 == 0;
            server.expire(old.access().reveal());
            if (!refused) {
                store.update(now ->
                        now.with(expired((Profile.OAuth) now.profile(PROFILE).orElseThrow())));
            }

            List<String> answers = all(refused ? "renew" : "get");

            assertThat(stored().access()).as("round %d", round).isNotEqualTo(old.access());
            assertThat(answers).as("round %d", round).containsOnly(answer(stored()));
            assertThat(server.refreshes()).as("refreshes up to round %d", round).isEqualTo(round);
            assertThat(server.tokenRequests("refresh_token"))
                    .as("requests up to round %d", round)
                    .isEqualTo(round);
        }
        assertThat(server.reusedRefreshTokens()).isZero();
        assertThat(state.resolve("oauth")).isEmptyDirectory();
        System.out.println(ROUNDS + " rounds of " + PROCESSES + " processes: " + server.refreshes() + " refreshes");
    }

    private List<String> all(String command) throws IOException {
        long soon = System.currentTimeMillis() + SEEN_MILLIS;
        for (Worker worker : workers) {
            worker.tell(soon, command, PROFILE);
        }
        List<String> answers = new ArrayList<>();
        for (Worker worker : workers) {
            answers.add(worker.answer());
        }
        return answers;
    }

    private Profile.OAuth stored() {
        return (Profile.OAuth) store.read().profile(PROFILE).orElseThrow();
    }

    private static String answer(Profile.OAuth profile) {
        return "ok " + WorkerMain.fingerprint(profile.access());
    }

    private static Profile.OAuth expired(Profile.OAuth profile) {
        return new Profile.OAuth(
                profile.id(),
                profile.provider(),
                profile.access(),
                profile.refresh(),
                Instant.now().minusSeconds(3600),
                profile.clientId(),
                profile.accountId(),
                profile.account(),
                profile.scopes());
    }
}
