package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {

    private static final String ID = Bench.PROFILE;

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder.resolve("state"));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void anExpiredProfileIsRefreshedAndStoredBeforeItIsUsed() {
        Profile.OAuth before = bench.expired();

        Credential credential = bench.strategy().credential(ID);

        assertThat(bench.chutes.requests())
                .filteredOn(request -> request.path().equals("/idp/token"))
                .singleElement()
                .satisfies(request -> assertThat(request.body().split("&"))
                        .contains(
                                "grant_type=refresh_token",
                                "client_id=" + bench.app.clientId(),
                                "client_secret=" + bench.app.clientSecret(),
                                "refresh_token=" + before.refresh().reveal()));
        Profile.OAuth after = bench.stored(ID);
        assertThat(credential.token()).isEqualTo(after.access()).isNotEqualTo(before.access());
        assertThat(credential.expiresAt()).isEqualTo(after.expiresAt());
        assertThat(after.refresh()).isNotEqualTo(before.refresh());
        assertThat(after.expiresAt()).isEqualTo(bench.clock.instant().plusSeconds(3600 - 300));
        assertThat(List.of(after.account(), after.accountId(), after.clientId()))
                .containsExactly(before.account(), before.accountId(), before.clientId());
        assertThat(folder.resolve("state")).isEmptyDirectory();
    }

    @Test
    void aFreshTokenIsUsedWithoutAskingTheServer() {
        bench.expired();
        OAuthAuthStrategy strategy = bench.strategy();
        Credential first = strategy.credential(ID);
        bench.clock.turn(Duration.ofMinutes(50));

        assertThat(strategy.credential(ID)).isEqualTo(first);
        assertThat(bench.chutes.idp().tokenRequests("refresh_token")).isEqualTo(1);
    }

    @Test
    void theOldRefreshTokenStaysWhenTheAnswerHasNoneOrAnEmptyOne() {
        for (String member : List.of("", ",\"refresh_token\":\"\"")) {
            Profile.OAuth before = bench.expired();
            bench.tokenAnswers(
                    200, "{\"access_token\":\"cak_new" + member.length() + "\",\"expires_in\":1800" + member + "}");

            assertThat(bench.strategy().credential(ID).expiresAt())
                    .isEqualTo(bench.clock.instant().plusSeconds(1800 - 300));
            assertThat(bench.stored(ID).refresh()).isEqualTo(before.refresh());
            assertThat(bench.stored(ID).scopes()).isEqualTo(before.scopes());
        }
    }

    @Test
    void aShortLifetimeStillGivesHalfAMinute() {
        bench.expired();
        bench.tokenAnswers(200, "{\"access_token\":\"cak_new\",\"expires_in\":10}");

        assertThat(bench.strategy().credential(ID).expiresAt())
                .isEqualTo(bench.clock.instant().plusSeconds(30));
    }

    @Test
    void manyCallersAndTwoProcessesCauseOneRefresh() throws Exception {
        bench.expired();
        List<OAuthAuthStrategy> processes = List.of(bench.strategy(), bench.strategy());
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Credential>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                OAuthAuthStrategy process = processes.get(i % 2);
                calls.add(() -> process.credential(ID));
            }
            for (Future<Credential> call : pool.invokeAll(calls)) {
                assertThat(call.get().token()).isEqualTo(bench.stored(ID).access());
            }
        } finally {
            pool.shutdown();
        }
        assertThat(bench.chutes.idp().refreshes()).isEqualTo(1);
        assertThat(bench.chutes.idp().reusedRefreshTokens()).isZero();
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndSomebodyElsesIsTakenWithoutAsking() {
        bench.expired();
        OAuthAuthStrategy one = bench.strategy();
        OAuthAuthStrategy other = bench.strategy();
        Credential refused = one.credential(ID);

        Optional<Credential> renewed = one.renew(refused);
        Optional<Credential> taken = other.renew(refused);

        assertThat(renewed).isPresent().isEqualTo(taken);
        assertThat(renewed.orElseThrow().token()).isNotEqualTo(refused.token());
        assertThat(bench.chutes.idp().refreshes()).isEqualTo(2);
    }

    @Test
    void aProfileWithoutRefreshTokenIsUsedUntilItEnds() {
        Profile.OAuth full = bench.expired();
        Instant end = bench.clock.instant().plusSeconds(60);
        bench.store.update(now -> now.with(
                new Profile.OAuth(ID, "chutes", full.access(), null, end, full.clientId(), null, null, List.of())));
        OAuthAuthStrategy strategy = bench.strategy();

        Credential credential = strategy.credential(ID);
        assertThat(credential.token()).isEqualTo(full.access());
        assertThat(strategy.renew(credential)).isEmpty();
        assertThat(strategy.profiles()).singleElement().satisfies(status -> assertThat(status.expiresAt())
                .isEqualTo(end));
        bench.clock.turn(Duration.ofSeconds(60));
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> strategy.credential(ID))
                .withMessageContaining("cannot be renewed");
    }

    @Test
    void aProfileWithoutClientIdIsRefreshedWithTheVariableOrExplained() {
        Profile.OAuth full = bench.expired();
        bench.store.update(now -> now.with(new Profile.OAuth(
                ID, "chutes", full.access(), full.refresh(), full.expiresAt(), "", null, null, List.of())));
        String id = bench.variables.remove("CHUTES_CLIENT_ID");
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().credential(ID))
                .withMessageContaining("CHUTES_CLIENT_ID");

        bench.variables.put("CHUTES_CLIENT_ID", id);
        assertThat(bench.strategy().credential(ID).token()).isNotEqualTo(full.access());
        assertThat(bench.stored(ID).clientId()).isEqualTo(id);
    }

    @Test
    void aCallerWhoLeavesDoesNotBreakTheRenewalOff() throws Exception {
        Profile.OAuth before = bench.expired();
        bench.chutes.scenario(Scenario.of(
                Rule.always(Behaviour.normal().with(Setting.DELAY_MILLIS, 300)).onRoute("POST /idp/token")));
        OAuthAuthStrategy strategy = bench.strategy();

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(RequestCancelledException.class).isThrownBy(() -> strategy.credential(ID));
        assertThat(Thread.interrupted()).isTrue();
        strategy.close();

        assertThat(bench.stored(ID).access()).isNotEqualTo(before.access());
    }

    @Test
    void afterDeactivationNoThreadIsLeftAndRenewingIsRefused() {
        bench.expired();
        OAuthAuthStrategy strategy = bench.strategy();
        strategy.credential(ID);
        bench.clock.turn(Duration.ofHours(3));

        strategy.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("clawdbot-chutes"));
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> strategy.credential(ID));
    }

    @Test
    void theVariableGivesATokenThatIsNotRenewed() {
        bench.variables.put("CHUTES_OAUTH_TOKEN", "cak_from-ci");
        OAuthAuthStrategy strategy = bench.strategy();

        Credential credential = strategy.credential(strategy.profiles().get(0).profileId());

        assertThat(credential.token()).isEqualTo(Secret.of("cak_from-ci"));
        assertThat(strategy.renew(credential)).isEmpty();
        assertThat(bench.store.read().profiles()).isEmpty();
    }
}
