package org.clawdbot.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private static final Profile ONE = new Profile.ApiKey("chutes:one", "chutes", Secret.of("k1"), null);
    private static final Profile TWO = new Profile.ApiKey("chutes:two", "chutes", Secret.of("k2"), null);
    private static final Profile OTHER = new Profile.ApiKey("other:one", "other", Secret.of("k3"), null);

    @Test
    void listsTheProfilesOfOneProviderInTheOrderOfTheStore() {
        Credentials credentials = Credentials.EMPTY.with(TWO).with(OTHER).with(ONE);

        assertThat(credentials.profilesOf("chutes")).containsExactly(TWO, ONE);
    }

    @Test
    void forgettingAProfileForgetsEverythingNotedAboutIt() {
        Credentials credentials = Credentials.EMPTY
                .with(ONE)
                .with(TWO)
                .withOrder("chutes", List.of("chutes:one", "chutes:two"))
                .withLastGood("chutes", "chutes:one")
                .withUsage("chutes:one", ProfileUsage.NONE.succeeded(Instant.EPOCH));

        Credentials left = credentials.without("chutes:one");

        assertThat(left.profiles()).containsOnlyKeys("chutes:two");
        assertThat(left.order()).containsEntry("chutes", List.of("chutes:two"));
        assertThat(left.lastGood()).isEmpty();
        assertThat(left.usage()).isEmpty();
        assertThat(left.without("chutes:two").order()).isEmpty();
    }

    @Test
    void anEmptyOrderGoesBackToTheUsualOne() {
        assertThat(Credentials.EMPTY
                        .withOrder("chutes", List.of("chutes:one"))
                        .withOrder("chutes", List.of())
                        .order())
                .isEqualTo(Map.of());
    }
}
