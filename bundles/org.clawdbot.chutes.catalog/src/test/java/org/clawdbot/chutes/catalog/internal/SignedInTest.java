package org.clawdbot.chutes.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.clawdbot.api.auth.ProfileStatus.Source;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.Test;

/** What the catalog does with the profile that is signed in. */
class SignedInTest extends LiveFixture {

    private static final String TOKEN = "cak_fake-token-of-a-test";

    @Test
    void whoIsNotSignedInSendsNoCredential() {
        assertThat(catalog().current().problem()).isNull();

        assertThat(authorizations()).containsExactly(Optional.empty());
    }

    @Test
    void sendsTheKeyOfTheProfile() {
        assertThat(catalog().signedInWith(key(FakeKeys.GOOD)).current().problem())
                .isNull();

        assertThat(authorizations()).containsExactly(Optional.of("Bearer " + FakeKeys.GOOD));
    }

    @Test
    void theListIsOneForAllCredentialsAndNotFetchedAnewForEach() {
        chutes.registerToken(TOKEN, "chutes:invoke");
        LiveModelCatalog catalog = catalog().signedInWith(key(FakeKeys.GOOD));
        CatalogSnapshot list = catalog.current();

        assertThat(catalog.signedInWith(new FakeStrategy("oauth", Source.PROFILE, "chutes:fred", TOKEN))
                        .current())
                .isSameAs(list);
        assertThat(catalog.signedInWith().current()).isSameAs(list);
        assertThat(authorizations()).hasSize(1);
    }

    @Test
    void aStoredSignInComesBeforeAKeyOfTheEnvironment() {
        chutes.registerToken(TOKEN, "chutes:invoke");

        catalog()
                .signedInWith(
                        new FakeStrategy("api-key", Source.ENVIRONMENT, "chutes:env", FakeKeys.GOOD),
                        new FakeStrategy("oauth", Source.PROFILE, "chutes:fred", TOKEN))
                .current();

        assertThat(authorizations()).containsExactly(Optional.of("Bearer " + TOKEN));
    }

    @Test
    void aRefusedCredentialIsReportedAndTheListFetchedWithoutIt() {
        LiveModelCatalog catalog = catalog().signedInWith(key(FakeKeys.REVOKED));

        CatalogSnapshot list = catalog.current();

        assertThat(authorizations()).containsExactly(Optional.of("Bearer " + FakeKeys.REVOKED), Optional.empty());
        assertThat(list.models()).isNotEmpty();
        assertThat(list.stale()).isFalse();
        assertThat(list.problem())
                .contains("without the credential chutes:default", "refused", "sign in")
                .doesNotContain(FakeKeys.REVOKED);
        assertThat(catalog.current()).as("reported as long as the list is used").isSameAs(list);
        assertThat(catalog.signedInWith(key(FakeKeys.GOOD)).refresh().problem()).isNull();
    }

    @Test
    void aRefusalIsRetriedOnceOnly() {
        answer(Behaviour.error(401, "Invalid token."));

        CatalogSnapshot list = catalog().signedInWith(key(FakeKeys.GOOD)).current();

        assertThat(list.source()).isEqualTo("built-in");
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void anyOtherFailureIsNotRetried() {
        chutes.scenario(Scenario.of(
                Rule.always(Behaviour.error(500, "oops")).onRoute(LIST).times(1)));

        assertThat(catalog().signedInWith(key(FakeKeys.GOOD)).current().source())
                .isEqualTo("built-in");
        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    void aCredentialThatCannotBeHadIsDoneWithout() {
        CatalogSnapshot list =
                catalog().signedInWith(key(FakeKeys.GOOD).failing()).current();

        assertThat(list.problem()).isNull();
        assertThat(authorizations()).containsExactly(Optional.empty());
    }

    @Test
    void aRenewalThatTakesLongIsNotWaitedFor() {
        CountDownLatch never = new CountDownLatch(1);
        try (Workers workers = new Workers()) {
            FakeStrategy slow = new FakeStrategy("oauth", Source.PROFILE, "chutes:fred", TOKEN).taking(never);
            SignedIn signedIn = new SignedIn(() -> List.of(slow), workers, Duration.ofMillis(50));

            assertThat(signedIn.credential()).isEmpty();
        } finally {
            never.countDown();
        }
    }

    private static FakeStrategy key(String key) {
        return new FakeStrategy("api-key", Source.PROFILE, "chutes:default", key);
    }

    private List<Optional<String>> authorizations() {
        return chutes.requests("/v1/models").stream()
                .map((RecordedRequest request) -> request.header("Authorization"))
                .toList();
    }
}
