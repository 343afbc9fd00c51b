package org.clawdbot.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedeliveryTest {

    private final InMemoryConfigurationAdmin admin = new InMemoryConfigurationAdmin();

    @Test
    void settingsThatPointElsewhereAreHandedOutAnewAsTheyAreStored() {
        admin.configure("org.clawdbot.one", Map.of("baseUrl", "$[env:BASE;default=https://one.example]"));
        admin.configure("org.clawdbot.two", Map.of("fallbacks", new String[] {"first", "$[secret:second]"}));
        admin.configure("org.clawdbot.three", Map.of("noProxy", List.of(1, "in $[prop:zone]")));
        admin.updates = 0;

        new Redelivery(admin);

        assertThat(admin.updates).isEqualTo(3);
        assertThat(admin.properties("org.clawdbot.one"))
                .isEqualTo(Map.of("baseUrl", "$[env:BASE;default=https://one.example]"));
        assertThat(admin.properties("org.clawdbot.two"))
                .isEqualTo(Map.of("fallbacks", List.of("first", "$[secret:second]")));
    }

    @Test
    void othersAreLeftAlone() {
        admin.configure("org.clawdbot.one", Map.of("baseUrl", "https://one.example", "seconds", 3));
        admin.configure("org.clawdbot.two", Map.of("text", "$[5.00] and ${HOME}"));
        admin.configure("org.example", Map.of("baseUrl", "$[env:BASE]"));
        admin.updates = 0;

        new Redelivery(admin);

        assertThat(admin.updates).isZero();
    }

    @Test
    void noSettingsAtAllAreNoReasonToFail() {
        new Redelivery(admin);

        assertThat(admin.updates).isZero();
    }
}
