package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.contracts.MemoryCredentialStore;
import org.junit.jupiter.api.Test;

class CredentialOrderTest {

    private final FakeParts.Strategy keys = new FakeParts.Strategy();
    private final FakeParts.Strategy oauth = new FakeParts.Strategy();
    private final Parts<AuthStrategy> strategies =
            new Parts<>("AuthStrategy", "auth.mode", Parts.Succession.SAME_LABEL, new Handover(System::nanoTime));
    private final Map<String, Instant> uses = new HashMap<>();
    private CredentialStore store = new MemoryCredentialStore();
    private Setup setup = new Setup();

    CredentialOrderTest() {
        strategies.add(keys, Map.of("model.provider", "chutes", "service.id", 1L));
        strategies.add(oauth, Map.of("model.provider", "chutes", "service.id", 2L));
    }

    @Test
    void oauthGoesBeforeTokensBeforeKeys() {
        key("chutes:k");
        oauth.hold("chutes:t", "token", ProfileStatus.Source.PROFILE);
        oauth("chutes:o");

        assertThat(order(null)).containsExactly("chutes:o", "chutes:t", "chutes:k");
    }

    @Test
    void aModeOfAnotherVendorComesLast() {
        keys.hold("chutes:x", "attested", ProfileStatus.Source.PROFILE);
        key("chutes:k");

        assertThat(order(null)).containsExactly("chutes:k", "chutes:x");
    }

    @Test
    void ofOneKindTheOneUsedLongestAgoComesFirst() {
        key("chutes:a");
        key("chutes:b");
        key("chutes:c");
        uses.put("chutes:a", Instant.ofEpochSecond(20));
        uses.put("chutes:b", Instant.ofEpochSecond(10));

        assertThat(order(null)).as("one never used before all").containsExactly("chutes:c", "chutes:b", "chutes:a");
    }

    @Test
    void theKindCountsBeforeTheUse() {
        key("chutes:k");
        oauth("chutes:o");
        uses.put("chutes:o", Instant.ofEpochSecond(10));

        assertThat(order(null)).containsExactly("chutes:o", "chutes:k");
    }

    @Test
    void storedProfilesComeBeforeTheEnvironmentBeforeTheConfiguration() {
        keys.hold("chutes:config", "api-key", ProfileStatus.Source.CONFIGURATION);
        keys.hold("chutes:env", "api-key", ProfileStatus.Source.ENVIRONMENT);
        oauth.hold("chutes:env-token", "oauth", ProfileStatus.Source.ENVIRONMENT);
        key("chutes:k");

        assertThat(order(null)).containsExactly("chutes:k", "chutes:env-token", "chutes:env", "chutes:config");
    }

    @Test
    void theConfiguredOrderGoesBeforeKindAndUse() {
        key("chutes:a");
        key("chutes:b");
        oauth("chutes:o");
        setup.order("chutes:b", "chutes:a");
        uses.put("chutes:b", Instant.ofEpochSecond(10));

        assertThat(order(null)).containsExactly("chutes:b", "chutes:a", "chutes:o");
    }

    @Test
    void theOrderInTheStoreGoesBeforeTheConfiguredOne() {
        key("chutes:a");
        key("chutes:b");
        setup.order("chutes:a", "chutes:b");
        store.update(before -> before.withOrder("chutes", List.of("chutes:b")));

        assertThat(order(null)).containsExactly("chutes:b", "chutes:a");
    }

    @Test
    void anOrderThatWasClearedIsNone() {
        key("chutes:a");
        key("chutes:b");
        setup.order("chutes:b");
        store.update(before -> before.withOrder("chutes", List.of("chutes:a")));
        store.update(before -> before.withOrder("chutes", List.of()));

        assertThat(order(null)).containsExactly("chutes:b", "chutes:a");
    }

    @Test
    void theOrderOfAnotherProviderIsWithoutMeaning() {
        key("chutes:a");
        oauth("chutes:o");
        store.update(before -> before.withOrder("other", List.of("chutes:a")));

        assertThat(order(null)).containsExactly("chutes:o", "chutes:a");
    }

    @Test
    void anOrderMayNameWhatIsNotThere() {
        key("chutes:a");
        oauth("chutes:o");
        setup.order("chutes:gone", "chutes:a");

        assertThat(order(null)).containsExactly("chutes:a", "chutes:o");
    }

    @Test
    void anOrderMayNameWhatIsNotStored() {
        key("chutes:a");
        keys.hold("chutes:env", "api-key", ProfileStatus.Source.ENVIRONMENT);
        setup.order("chutes:env");

        assertThat(order(null)).containsExactly("chutes:env", "chutes:a");
    }

    @Test
    void withAnOrderTheRestFollowsByKindAndUse() {
        key("chutes:a");
        key("chutes:b");
        key("chutes:c");
        oauth("chutes:o");
        setup.order("chutes:c");
        uses.put("chutes:a", Instant.ofEpochSecond(10));

        assertThat(order(null)).containsExactly("chutes:c", "chutes:o", "chutes:b", "chutes:a");
    }

    @Test
    void thePreferredOneGoesBeforeAll() {
        key("chutes:a");
        key("chutes:b");
        oauth("chutes:o");
        setup.order("chutes:a");

        assertThat(order("chutes:b")).containsExactly("chutes:b", "chutes:a", "chutes:o");
    }

    @Test
    void aPreferredOneThatIsGoneIsWithoutMeaning() {
        key("chutes:a");

        assertThat(order("chutes:gone")).containsExactly("chutes:a");
    }

    @Test
    void whichOneWorkedLastDoesNotMatter() {
        key("chutes:a");
        key("chutes:b");
        store.update(before -> before.withLastGood("chutes", "chutes:b"));

        assertThat(order(null)).containsExactly("chutes:a", "chutes:b");
    }

    @Test
    void aStoreThatCannotBeReadLeavesTheConfiguredOrder() {
        key("chutes:a");
        key("chutes:b");
        setup.order("chutes:b");
        store = unreadable(() -> {
            throw new CredentialStoreException("no", ErrorDetails.NONE, null);
        });

        assertThat(order(null)).containsExactly("chutes:b", "chutes:a");
    }

    @Test
    void theConfiguredOrderCountsWhileTheStoreIsReplaced() {
        key("chutes:a");
        key("chutes:b");
        setup.order("chutes:b");
        store = unreadable(() -> {
            throw new NoClassDefFoundError("org/example/Gone");
        });

        assertThat(order(null)).containsExactly("chutes:b", "chutes:a");
    }

    @Test
    void aStrategyThatHasLostItsClassesIsMissing() {
        key("chutes:a");
        keys.asked = id -> {
            throw new NoClassDefFoundError("org/example/Gone");
        };

        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(() -> sources(null).get(0).credential())
                .satisfies(e -> assertThat(e.part()).isEqualTo("AuthStrategy"));
    }

    @Test
    void withoutAStoreTheConfiguredOrderCounts() {
        key("chutes:a");
        key("chutes:b");
        setup.order("chutes:b");
        store = null;

        assertThat(order(null)).containsExactly("chutes:b", "chutes:a");
    }

    @Test
    void aStrategyThatCannotReadLeavesTheTurnToTheNext() {
        key("chutes:a");
        oauth.failure = new CredentialStoreException("no", ErrorDetails.NONE, null);

        assertThat(order(null)).containsExactly("chutes:a");
    }

    @Test
    void whereNoStrategyCanReadThatIsTheReason() {
        keys.failure = new CredentialStoreException("no", ErrorDetails.NONE, null);

        assertThatExceptionOfType(CredentialStoreException.class).isThrownBy(() -> order(null));
    }

    @Test
    void withoutAnyCredentialItAsksToSignIn() {
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> order(null))
                .withMessageContaining("clawdbot onboard");
    }

    @Test
    void withoutAnyStrategyThatIsThePartThatIsMissing() {
        strategies.remove(keys);
        strategies.remove(oauth);

        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(() -> order(null))
                .satisfies(e -> assertThat(e.part()).isEqualTo("AuthStrategy"));
    }

    @Test
    void theListForPeopleIsInTheSameOrder() {
        key("chutes:a");
        oauth("chutes:o");
        setup.order("chutes:a");

        assertThat(credentials().statuses("chutes").stream().map(ProfileStatus::profileId))
                .containsExactly("chutes:a", "chutes:o");
    }

    @Test
    void usesWithinTheSortingDoNotConfuseIt() {
        for (int i = 0; i < 50; i++) {
            key("chutes:" + i);
        }
        int[] calls = {0};
        CredentialOrder racing = new CredentialOrder(
                strategies, setup.settings(), () -> store, id -> Instant.ofEpochSecond((calls[0]++ * 7919L) % 101));

        assertThat(racing.require("chutes", null)).hasSize(50);
        assertThat(calls[0]).as("each is looked at once").isEqualTo(50);
    }

    private void key(String id) {
        keys.hold(id, "api-key", ProfileStatus.Source.PROFILE);
    }

    private void oauth(String id) {
        oauth.hold(id, "oauth", ProfileStatus.Source.PROFILE);
    }

    private CredentialOrder credentials() {
        return new CredentialOrder(strategies, setup.settings(), () -> store, id -> uses.getOrDefault(id, Instant.MIN));
    }

    private List<String> order(String preferred) {
        return sources(preferred).stream()
                .map(CredentialOrder.Source::profileId)
                .toList();
    }

    private List<CredentialOrder.Source> sources(String preferred) {
        return credentials().require("chutes", preferred);
    }

    private static CredentialStore unreadable(Runnable failing) {
        return new CredentialStore() {
            @Override
            public Credentials read() {
                failing.run();
                return Credentials.EMPTY;
            }

            @Override
            public Credentials update(UnaryOperator<Credentials> change) {
                return read();
            }

            @Override
            public String location() {
                return "nowhere";
            }
        };
    }
}
