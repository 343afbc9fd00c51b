package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.testkit.TurnableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CooldownsTest {

    private static final ModelReference MODEL = new ModelReference("chutes", "a");
    private static final String KEY = "chutes:default";

    @TempDir
    Path folder;

    private final TurnableClock clock = new TurnableClock();
    private final Instant start = clock.instant();
    private final CountingStore store = new CountingStore();
    private final ManualLater later = new ManualLater();

    @Test
    void aFullModelRestsAndTheCredentialDoesNot() {
        Cooldowns cooldowns = cooldowns();

        cooldowns.failed(MODEL, KEY, full());

        assertThat(cooldowns.of(MODEL).isPaused()).isTrue();
        assertThat(cooldowns.of(MODEL).until()).isEqualTo(start.plusSeconds(60));
        assertThat(cooldowns.ofProfile(KEY).isFit()).isTrue();
        assertThat(cooldowns.of(new ModelReference("chutes", "b")).isFit()).isTrue();
    }

    @Test
    void aCredentialOutOfQuotaRestsAndTheModelDoesNot() {
        Cooldowns cooldowns = cooldowns();

        cooldowns.failed(MODEL, KEY, quota(start.plusSeconds(900)));

        assertThat(cooldowns.ofProfile(KEY).retryAt()).isEqualTo(start.plusSeconds(900));
        assertThat(cooldowns.of(MODEL).isFit()).isTrue();
    }

    @Test
    void otherFailuresRestNothing() {
        Cooldowns cooldowns = cooldowns();
        List<ModelException> failures = List.of(
                new ProviderUnavailableException("dns", "no such host", ErrorDetails.NONE, null),
                new RequestRejectedException("invalid-request", "no", ErrorDetails.NONE, null),
                new RequestCancelledException("enough", ErrorDetails.NONE, null));

        failures.forEach(failure -> cooldowns.failed(MODEL, KEY, failure));

        assertThat(cooldowns.all()).isEmpty();
    }

    @Test
    void whatWasNotedBeforeARestartStillHolds() {
        Cooldowns before = cooldowns();
        before.failed(MODEL, KEY, full());
        before.failed(MODEL, KEY, quota(start.plusSeconds(900)));
        later.pass();

        Cooldowns after = cooldowns();

        assertThat(after.all())
                .extracting(Cooldown::subject, Cooldown::target, Cooldown::reason, Cooldown::retryAt)
                .containsExactly(
                        tuple(ErrorSubject.MODEL, "chutes/a", "capacity", start.plusSeconds(5)),
                        tuple(ErrorSubject.CREDENTIAL, KEY, "quota", start.plusSeconds(900)));
        assertThat(store.read().usage().get(KEY).disabledReason()).isEqualTo("quota");
    }

    @Test
    void anotherProcessHearsOfAFailureAndOfItsEnd() {
        Cooldowns one = cooldowns();
        Cooldowns other = cooldowns();

        one.failed(MODEL, KEY, full());
        one.failed(MODEL, KEY, quota(null));
        later.pass();
        assertThat(other.of(MODEL).isPaused()).isTrue();
        assertThat(other.ofProfile(KEY).isPaused()).isTrue();

        other.succeeded(MODEL, KEY);
        later.pass();
        assertThat(one.of(MODEL).isFit()).isTrue();
        assertThat(one.ofProfile(KEY).isFit()).isTrue();
        assertThat(folder.resolve("cooldowns.json")).content().doesNotContain("chutes/a");
    }

    @Test
    void theFailuresOfTwoProcessesAddUp() {
        Cooldowns one = cooldowns();
        Cooldowns other = cooldowns();
        one.failed(MODEL, KEY, full());
        later.pass();
        clock.turn(Duration.ofSeconds(5));

        other.failed(MODEL, KEY, full());
        later.pass();

        assertThat(one.of(MODEL).retryAt()).isEqualTo(start.plusSeconds(15));
    }

    @Test
    void aProcessThatDidNotKnowYetDoesNotUndoWhatAnotherNoted() {
        Cooldowns one = cooldowns();
        Cooldowns other = cooldowns();
        one.failed(MODEL, KEY, full());
        other.failed(new ModelReference("chutes", "b"), "chutes:two", full());
        other.failed(MODEL, "chutes:two", quota(null));

        later.pass();

        assertThat(cooldowns().all())
                .extracting(Cooldown::target)
                .containsExactly("chutes/a", "chutes/b", "chutes:two");
    }

    @Test
    void manyRequestsWriteOnlyWhenSomethingIsNew() {
        store.update(before -> before.with(new Profile.ApiKey(KEY, "chutes", Secret.of("fake-key"), null)));
        store.updates = 0;
        Cooldowns cooldowns = cooldowns();

        for (int i = 0; i < 100; i++) {
            cooldowns.succeeded(MODEL, KEY);
            clock.turn(Duration.ofMillis(500));
            later.pass();
        }

        assertThat(store.updates).as("in 50 seconds").isEqualTo(1);
        assertThat(store.read().lastGood()).containsEntry("chutes", KEY);
        assertThat(store.read().usage().get(KEY).lastUsed()).isEqualTo(start);
        assertThat(cooldowns.lastUsed(KEY))
                .as("known here")
                .isEqualTo(clock.instant().minusMillis(500));
        assertThat(folder).as("no file for models").isEmptyDirectory();

        clock.turn(Duration.ofMinutes(1));
        cooldowns.succeeded(MODEL, KEY);
        later.pass();
        assertThat(store.updates).as("a minute later").isEqualTo(2);
    }

    @Test
    void aCredentialThatIsNotStoredIsRememberedToo() {
        cooldowns().failed(MODEL, "chutes:env", quota(start.plusSeconds(900)));
        later.pass();

        assertThat(cooldowns().ofProfile("chutes:env").isPaused()).isTrue();
        assertThat(store.read().profiles()).isEmpty();
        assertThat(store.read().lastGood()).isEmpty();
    }

    @Test
    void withoutACredentialStoreTheProcessRemembers() {
        Cooldowns alone = new Cooldowns(
                new FitnessRecords(new ModelCooldownFile(folder.resolve("cooldowns.json"), clock), later),
                new FitnessRecords(new ProfileRecords(() -> null), later),
                () -> CooldownRules.DEFAULT,
                clock);

        alone.failed(MODEL, KEY, quota(null));
        later.pass();

        assertThat(alone.ofProfile(KEY).isPaused()).isTrue();
    }

    @Test
    void whatCannotBeWrittenHoldsHereAndIsWrittenLater() {
        Cooldowns cooldowns = cooldowns();
        store.broken = true;
        cooldowns.failed(MODEL, KEY, quota(null));
        later.pass();
        assertThat(cooldowns.ofProfile(KEY).isPaused()).isTrue();

        store.broken = false;
        cooldowns.flush();

        assertThat(store.read().usage()).containsKey(KEY);
        assertThat(cooldowns.ofProfile(KEY).isPaused()).isTrue();
    }

    @Test
    void aFileThatCannotBeUnderstoodIsSetAsideWhenSomethingIsToBeWritten() throws IOException {
        Path file = folder.resolve("cooldowns.json");
        Files.writeString(file, "{ not json");
        Cooldowns cooldowns = cooldowns();
        assertThat(cooldowns.of(MODEL).isFit()).isTrue();

        cooldowns.failed(MODEL, KEY, full());
        later.pass();

        assertThat(cooldowns().of(MODEL).isPaused()).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("cooldowns.json.unreadable-"));
        }
    }

    @Test
    void clearingEndsAllRestsForAllProcesses() {
        Cooldowns one = cooldowns();
        one.failed(MODEL, KEY, full());
        one.failed(MODEL, KEY, quota(start.plusSeconds(900)));
        later.pass();
        Cooldowns other = cooldowns();

        other.clear();
        later.pass();

        assertThat(one.all()).isEmpty();
        assertThat(one.ofProfile(KEY).isFit()).isTrue();
    }

    @Test
    void oneRequestNowAndThenFindsOutAboutAQuota() {
        Cooldowns cooldowns = cooldowns();
        cooldowns.failed(MODEL, KEY, quota(null));
        assertThat(cooldowns.beginProbe(KEY, true)).as("at once").isFalse();

        clock.turn(Duration.ofMinutes(37));

        assertThat(cooldowns.beginProbe(KEY, true)).isTrue();
        assertThat(cooldowns.beginProbe(KEY, true)).as("while one is under way").isFalse();
        cooldowns.endProbe(KEY);
        assertThat(cooldowns.beginProbe(KEY, true)).as("after it told nothing").isTrue();
    }

    @Test
    void whoeverHasNoOtherCredentialNeedNotWaitSoLongToFindOut() {
        Cooldowns cooldowns = cooldowns();
        cooldowns.failed(MODEL, KEY, quota(null));
        clock.turn(CooldownRules.BILLING_PAUSE);

        assertThat(cooldowns.ofProfile(KEY).state()).isEqualTo(Standing.State.LAST);
        assertThat(cooldowns.beginProbe(KEY, false)).isTrue();
    }

    @Test
    void exactlyOneOfManyThreadsFindsOut() throws Exception {
        Cooldowns cooldowns = cooldowns();
        cooldowns.failed(MODEL, KEY, quota(null));
        clock.turn(Duration.ofHours(1));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> begun =
                    threads.invokeAll(Collections.nCopies(64, () -> cooldowns.beginProbe(KEY, true)));
            int allowed = 0;
            for (Future<Boolean> each : begun) {
                allowed += each.get() ? 1 : 0;
            }
            assertThat(allowed).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void credentialsAreNotFoundOutAboutAllAtTheSameMoment() {
        Duration one = Cooldowns.interval("chutes:one", start);
        Duration two = Cooldowns.interval("chutes:two", start);

        assertThat(one).isNotEqualTo(two);
        assertThat(List.of(one, two))
                .allMatch(interval -> interval.compareTo(Cooldowns.PROBE_INTERVAL) >= 0)
                .allMatch(interval -> interval.compareTo(Duration.ofMinutes(36)) <= 0);
    }

    private Cooldowns cooldowns() {
        return new Cooldowns(
                new FitnessRecords(new ModelCooldownFile(folder.resolve("cooldowns.json"), clock), later),
                new FitnessRecords(new ProfileRecords(() -> store), later),
                () -> CooldownRules.DEFAULT,
                clock);
    }

    private static ModelException full() {
        return new ModelUnavailableException("capacity", "full", ErrorDetails.NONE, null);
    }

    private static ModelException quota(Instant resetAt) {
        return new QuotaExceededException("used up", resetAt, ErrorDetails.NONE);
    }

    /** A store in memory that counts its changes, and can be broken. */
    private static final class CountingStore implements CredentialStore {

        private Credentials stored = Credentials.EMPTY;
        private boolean broken;
        private int updates;

        @Override
        public Credentials read() {
            return stored;
        }

        @Override
        public Credentials update(UnaryOperator<Credentials> change) {
            if (broken) {
                throw new CredentialStoreException("read only", ErrorDetails.NONE, null);
            }
            Credentials after = change.apply(stored);
            updates += after.equals(stored) ? 0 : 1;
            stored = after;
            return stored;
        }

        @Override
        public String location() {
            return "memory";
        }
    }
}
