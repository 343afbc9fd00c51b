package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.auth.Secret;
import org.junit.jupiter.api.Test;

/** What every credential store promises. */
public abstract class CredentialStoreContract {

    private static final Profile KEY = new Profile.ApiKey("chutes:default", "chutes", Secret.of("fake-key"), "alice");
    private static final Profile TOKEN =
            new Profile.Token("chutes:ci", "chutes", Secret.of("fake-token"), Instant.ofEpochMilli(1_800_000), null);
    private static final Profile OAUTH = new Profile.OAuth(
            "chutes:alice",
            "chutes",
            Secret.of("fake-access"),
            Secret.of("fake-refresh"),
            Instant.ofEpochMilli(3_600_000),
            "cid_fake",
            "account-1",
            "alice",
            List.of("openid", "chutes:invoke"),
            Instant.ofEpochMilli(1_200_000));
    private static final ProfileUsage USAGE = new ProfileUsage(
            Instant.ofEpochMilli(1),
            Instant.ofEpochMilli(2),
            Instant.ofEpochMilli(3),
            "quota",
            2,
            Map.of("quota", 1, "capacity", 1),
            Instant.ofEpochMilli(4),
            Instant.ofEpochMilli(5),
            "capacity");

    /**
     * Opens the store under test; every call opens the same one anew, as another process would.
     *
     * @return a store, empty at the beginning of each test
     */
    protected abstract CredentialStore open();

    @Test
    void isEmptyBeforeAnythingIsStored() {
        assertThat(open().read()).isEqualTo(Credentials.EMPTY);
    }

    @Test
    void givesBackEverythingThatWasStored() {
        Credentials stored = Credentials.EMPTY
                .with(KEY)
                .with(TOKEN)
                .with(OAUTH)
                .withOrder("chutes", List.of("chutes:alice", "chutes:default"))
                .withLastGood("chutes", "chutes:default")
                .withUsage("chutes:default", USAGE);

        assertThat(open().update(before -> stored)).isEqualTo(stored);

        assertThat(open().read()).isEqualTo(stored);
    }

    @Test
    void forgetsWhatIsTakenOut() {
        open().update(before -> before.with(KEY).with(TOKEN).withUsage("chutes:default", USAGE));

        open().update(before -> before.without("chutes:default"));

        assertThat(open().read()).isEqualTo(Credentials.EMPTY.with(TOKEN));
    }

    @Test
    void keepsHowACredentialFaredThatIsNotStored() {
        open().update(before -> before.withUsage("chutes:env", USAGE));

        assertThat(open().read().usage()).containsExactly(Map.entry("chutes:env", USAGE));
    }

    @Test
    void aChangeThatThrowsChangesNothing() {
        open().update(before -> before.with(KEY));

        assertThatThrownBy(() -> open().update(before -> {
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(open().read()).isEqualTo(Credentials.EMPTY.with(KEY));
        assertThat(open().update(before -> before.with(TOKEN)).profiles()).hasSize(2);
    }

    @Test
    void noChangeIsLostWhenManyRace() throws Exception {
        int writers = 8;
        int rounds = 10;
        ExecutorService executor = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String prefix = "chutes:" + writer + "-";
                CredentialStore store = open();
                futures.add(executor.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        Profile profile =
                                new Profile.ApiKey(prefix + round, "chutes", Secret.of("fake-" + prefix + round), null);
                        store.update(before -> before.with(profile));
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(open().read().profiles()).hasSize(writers * rounds);
    }

    @Test
    void saysWhereTheProfilesAreKept() {
        assertThat(open().location()).isNotBlank();
    }

    @Test
    void neverPrintsASecret() {
        open().update(before -> before.with(KEY).with(TOKEN).with(OAUTH));

        assertThat(open().toString() + open().read() + open().location()).doesNotContain("fake-");
    }
}
