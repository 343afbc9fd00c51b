package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.contracts.MemoryCredentialStore;
import org.clawdbot.testkit.TurnableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenKeeperTest {

    private static final String ID = Bench.PROFILE;

    private final TurnableClock clock = new TurnableClock();
    private final MemoryCredentialStore store = new MemoryCredentialStore();
    private final AtomicInteger renewals = new AtomicInteger();
    private final FakeRenewal renewal = new FakeRenewal();
    private final TokenKeeper keeper = new TokenKeeper(
            store,
            renewal,
            new OAuthSettings.Waiting(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMinutes(5)),
            new Surroundings(clock, new Random(3), duration -> true));

    @AfterEach
    void close() {
        keeper.close();
    }

    @Test
    void tokensAreRenewedAheadOfNeed() {
        store(3300);

        assertThat(lookAhead()).isZero();
        clock.turn(Duration.ofMinutes(49));
        assertThat(lookAhead()).isZero();
        clock.turn(Duration.ofSeconds(359));

        assertThat(lookAhead()).isEqualTo(1);
        assertThat(lookAhead()).as("the new ones are not due").isZero();
        assertThat(renewals).hasValue(1);
    }

    @Test
    void tokensThatExpiredWhileNothingRanAreRenewedAtOnce() {
        store(-60);

        assertThat(lookAhead()).isEqualTo(1);
    }

    @Test
    void shortLivedTokensAreNotRenewedAllTheTime() {
        store(30);

        assertThat(lookAhead()).isZero();
        clock.turn(Duration.ofSeconds(29));
        assertThat(lookAhead()).isEqualTo(1);
    }

    @Test
    void processesDoNotRenewAtTheSameMoment() {
        Profile.OAuth profile = profile(3300);
        List<Long> due = List.of(1, 2, 3, 4).stream()
                .map(seed -> {
                    RefreshPlan plan = new RefreshPlan(Duration.ofMinutes(5), new Random(seed * 1000L));
                    Instant start = clock.instant();
                    long seconds = 0;
                    plan.isDue(profile, start);
                    while (!plan.isDue(profile, start.plusSeconds(seconds))) {
                        seconds++;
                    }
                    return seconds;
                })
                .toList();

        assertThat(due).doesNotHaveDuplicates().allSatisfy(second -> assertThat(second)
                .isBetween(3000L, 3300L));
    }

    @Test
    void afterAFailureItRestsLongerEachTime() {
        store(-60);
        renewal.failing = true;

        assertThat(lookAhead()).isEqualTo(1);
        assertThat(lookAhead()).isZero();
        clock.turn(Duration.ofSeconds(46));
        assertThat(lookAhead()).isEqualTo(1);
        clock.turn(Duration.ofSeconds(46));
        assertThat(lookAhead()).isZero();
        renewal.failing = false;
        clock.turn(Duration.ofMinutes(2));
        assertThat(lookAhead()).isEqualTo(1);
    }

    @Test
    void tokensThatTheServerRefusedForGoodAreLeftAlone() {
        store(-60);
        renewal.hopeless = true;

        assertThat(lookAhead()).isZero();
    }

    private int lookAhead() {
        List<CompletableFuture<Profile.OAuth>> begun = keeper.lookAhead();
        begun.forEach(each -> each.handle((profile, failure) -> profile).join());
        return begun.size();
    }

    private void store(long seconds) {
        store.update(now -> now.with(profile(seconds)));
    }

    private Profile.OAuth profile(long seconds) {
        return new Profile.OAuth(
                ID,
                "chutes",
                Secret.of("cak_" + renewals.get()),
                Secret.of("crt_" + renewals.get()),
                clock.instant().plusSeconds(seconds),
                "cid",
                null,
                null,
                List.of());
    }

    private final class FakeRenewal implements TokenKeeper.RenewalStep {

        private volatile boolean failing;
        private volatile boolean hopeless;

        @Override
        public Profile.OAuth renew(String profileId, Secret seen) {
            if (failing) {
                throw new ProviderUnavailableException("x", "down", ErrorDetails.NONE, null);
            }
            renewals.incrementAndGet();
            store(3300);
            return profile(3300);
        }

        @Override
        public boolean hopeless(Profile.OAuth profile) {
            return hopeless;
        }
    }
}
