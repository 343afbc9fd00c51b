package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of a sign-in, and renews by hand. */
class RefreshOnRequestTest {

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
    void theStatusTellsWhatWasGrantedAndUntilWhen() {
        Instant signedIn = bench.clock.instant();
        SignInResult result = bench.strategy()
                .signIn(Bench.request(), TestDialog.unattended().browsing(page -> new Browser().open(page)));

        ProfileStatus status = bench.strategy().profiles().get(0);

        assertThat(status.profileId()).isEqualTo(result.profileId());
        assertThat(status.expiresAt()).isNull();
        ProfileStatus.Grant grant = status.grant();
        assertThat(grant.scopes()).containsExactlyInAnyOrder("openid", "profile", "chutes:invoke");
        assertThat(grant.accessExpiresAt()).isEqualTo(signedIn.plusSeconds(3600 - 300));
        assertThat(grant.refreshable()).isTrue();
        assertThat(grant.refreshedAt()).isNull();
    }

    @Test
    void aFreshTokenIsRenewedOnRequest() {
        bench.expired();
        OAuthAuthStrategy strategy = bench.strategy();
        Profile.OAuth before = fresh(strategy);
        bench.clock.turn(Duration.ofMinutes(10));

        ProfileStatus status = strategy.refresh(Bench.PROFILE).orElseThrow();

        Profile.OAuth after = bench.stored(Bench.PROFILE);
        assertThat(after.access()).isNotEqualTo(before.access());
        assertThat(after.refreshedAt()).isEqualTo(bench.clock.instant());
        assertThat(status.grant().refreshedAt()).isEqualTo(bench.clock.instant());
        assertThat(status.grant().accessExpiresAt()).isEqualTo(after.expiresAt());
        assertThat(bench.chutes.idp().refreshes()).isEqualTo(2);
    }

    @Test
    void whatCannotBeRenewedIsLeftAlone() {
        bench.variables.put("CHUTES_OAUTH_TOKEN", "fake-environment-token");
        Profile.OAuth full = bench.expired();
        bench.store.update(now -> now.with(new Profile.OAuth(
                        "chutes:short",
                        "chutes",
                        full.access(),
                        null,
                        bench.clock.instant().plusSeconds(60),
                        full.clientId(),
                        null,
                        null,
                        full.scopes()))
                .with(new Profile.Token("chutes:ci", "chutes", Secret.of("fake-token"), null, null)));
        OAuthAuthStrategy strategy = bench.strategy();

        assertThat(strategy.refresh("chutes:short")).isEmpty();
        assertThat(strategy.refresh("chutes:ci")).isEmpty();
        assertThat(strategy.refresh(OAuthAuthStrategy.ENVIRONMENT_PROFILE)).isEmpty();
        assertThat(bench.chutes.idp().tokenRequests("refresh_token")).isZero();
        assertThat(strategy.profiles())
                .filteredOn(status -> status.profileId().equals("chutes:short"))
                .singleElement()
                .satisfies(status -> assertThat(status.grant().refreshable()).isFalse());
    }

    @Test
    void aProfileThatIsNotThereNeedsASignIn() {
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().refresh("chutes:none"));
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().refresh(OAuthAuthStrategy.ENVIRONMENT_PROFILE));
    }

    @Test
    void whenTheServerIsAwayTheProfileStays() {
        Profile.OAuth before = bench.expired();
        bench.tokenAnswers(502, "");

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> bench.strategy().refresh(Bench.PROFILE));
        assertThat(bench.stored(Bench.PROFILE)).isEqualTo(before);
    }

    private Profile.OAuth fresh(OAuthAuthStrategy strategy) {
        strategy.credential(Bench.PROFILE);
        return bench.stored(Bench.PROFILE);
    }
}
