package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalFailureTest {

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
    void aUsedUpRefreshTokenMeansSigningInAndIsNotTriedAgain() {
        Profile.OAuth profile = bench.expired();
        bench.chutes.idp().revoke(profile.refresh().reveal());
        OAuthAuthStrategy strategy = bench.strategy();

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(SignInRequiredException.class)
                    .isThrownBy(() -> strategy.credential(ID))
                    .withMessageContaining(ID)
                    .withMessageContaining("sign in again")
                    .withMessageNotContaining("cut short")
                    .satisfies(e -> assertThat(e.code()).isEqualTo("refresh-refused"));
        }
        assertThat(bench.chutes.idp().tokenRequests("refresh_token")).isEqualTo(1);
        assertThat(bench.stored(ID)).isEqualTo(profile);
    }

    @Test
    void onInvalidGrantTheTokensOfSomebodyFasterAreUsed() {
        Profile.OAuth stale = bench.expired();
        bench.chutes.idp().revoke(stale.refresh().reveal());
        Profile.OAuth theirs = bench.profile(
                bench.chutes.idp().issueTokens(bench.app, "alice", "chutes:invoke"),
                bench.clock.instant().plusSeconds(600));
        FlakyStore store = new FlakyStore(bench.store);
        store.afterUpdate(() -> bench.store.update(now -> now.with(theirs)));

        assertThat(bench.strategy(store).credential(ID).token()).isEqualTo(theirs.access());
    }

    @Test
    void failuresThatPassAreTriedAgainAFewTimesWithPauses() {
        bench.expired();
        bench.chutes.scenario(Scenario.of(Rule.always(Behaviour.html(502, "<h1>Bad gateway</h1>"))
                .onRoute("POST /idp/token")
                .atIngress()
                .times(2)));

        bench.strategy().credential(ID);

        assertThat(bench.chutes.idp().refreshes()).isEqualTo(1);
        assertThat(bench.pauses).hasSize(2).allSatisfy(pause -> assertThat(pause)
                .isBetween(Duration.ofMillis(125), Duration.ofSeconds(1)));
    }

    @Test
    void anOutageKeepsTheProfileAndUsesTheTokenToItsVeryEnd() {
        Profile.OAuth profile = bench.profile(
                bench.chutes.idp().issueTokens(bench.app, "alice", "chutes:invoke"), bench.clock.instant());
        bench.store.update(now -> now.with(profile));
        bench.tokenAnswers(503, "{\"detail\":\"maintenance\"}");
        OAuthAuthStrategy strategy = bench.strategy();

        assertThat(strategy.credential(ID).token()).isEqualTo(profile.access());
        int asked = bench.pauses.size();
        assertThat(strategy.credential(ID).token()).isEqualTo(profile.access());
        assertThat(bench.pauses).as("no second round within its rest").hasSize(asked);
        bench.clock.turn(Duration.ofMinutes(6));

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> strategy.credential(ID))
                .withMessageContaining("503")
                .satisfies(e -> assertThat(e.retryable()).isTrue());
        assertThat(bench.stored(ID)).isEqualTo(profile);
    }

    @Test
    void aWrongOrMissingClientSecretIsExplained() {
        bench.expired();
        bench.variables.put("CHUTES_CLIENT_SECRET", "csc_wrong");
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().credential(ID))
                .withMessageContaining("secret is wrong")
                .withMessageContaining("CHUTES_CLIENT_SECRET");

        bench.variables.remove("CHUTES_CLIENT_SECRET");
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().credential(ID))
                .withMessageContaining("none is known here");
    }

    @Test
    void aRefusalIsToldWithoutAnythingThatLooksSecret() {
        bench.expired();
        bench.tokenAnswers(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"no crt_1234.abcdef "
                        + "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy\"}");

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().credential(ID))
                .withMessageContaining("invalid_client")
                .withMessageNotContaining("1234")
                .withMessageNotContaining("Zm9v");
    }

    @Test
    void aCrashBetweenAnswerAndWriteIsExplainedByTheNextStart() {
        bench.expired();
        FlakyStore dying = new FlakyStore(bench.store);
        dying.failWrites(Integer.MAX_VALUE);
        OAuthAuthStrategy crashed = bench.strategy(dying);
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> crashed.credential(ID));
        Instant begun = bench.clock.instant();
        bench.clock.turn(Duration.ofMinutes(1));

        for (int starts = 0; starts < 2; starts++) {
            OAuthAuthStrategy next = bench.strategy();
            assertThatExceptionOfType(SignInRequiredException.class)
                    .isThrownBy(() -> next.credential(ID))
                    .withMessageContaining("cut short")
                    .withMessageContaining(begun.toString());
        }
        bench.expired();
        assertThat(bench.strategy().credential(ID).token())
                .isEqualTo(bench.stored(ID).access());
        assertThat(folder.resolve("state")).isEmptyDirectory();
    }

    @Test
    void aWriteThatFailsIsTriedAgainBeforeTheTokensAreLost() {
        bench.expired();
        FlakyStore flaky = new FlakyStore(bench.store);
        flaky.failWrites(2);

        Credential credential = bench.strategy(flaky).credential(ID);

        assertThat(credential.token()).isEqualTo(bench.stored(ID).access());
        assertThat(bench.chutes.idp().refreshes()).isEqualTo(1);
    }

    @Test
    void anAnswerThatNeverComesEndsInTime() {
        bench.request = Duration.ofMillis(100);
        bench.expired();
        bench.chutes.scenario(Scenario.of(Rule.always(Behaviour.normal().with(Setting.HANG, true))
                .onRoute("POST /idp/token")
                .atIngress()));

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> bench.strategy().credential(ID))
                .satisfies(e -> assertThat(e.code()).isEqualTo("timeout"));
    }

    @Test
    void answersWithoutAccessTokenOrWithAnUnsafeLifetimeAreRejected() {
        for (String body : List.of(
                "{\"expires_in\":3600}",
                "{\"access_token\":\"\",\"expires_in\":3600}",
                "{\"access_token\":\"cak_new\"}",
                "{\"access_token\":\"cak_new\",\"expires_in\":-1}",
                "{\"access_token\":\"cak_new\",\"expires_in\":1.5}",
                "{\"access_token\":\"cak_new\",\"expires_in\":9007199254740993}",
                "{\"access_token\":\"cak_new\",\"expires_in\":1e300}",
                "{\"access_token\":\"cak_new\",\"expires_in\":\"soon\"}",
                "cak_new",
                "[]",
                "")) {
            Profile.OAuth before = bench.expired();
            bench.tokenAnswers(200, body);
            assertThatExceptionOfType(ProviderUnavailableException.class)
                    .as(body)
                    .isThrownBy(() -> bench.strategy().credential(ID))
                    .withMessageNotContaining("cak_");
            assertThat(bench.stored(ID)).isEqualTo(before);
        }
    }
}
