package org.clawdbot.chutes.auth.apikey.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.clawdbot.api.auth.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpk_fake.key",
                "  cpk_fake.key\n",
                "\"cpk_fake.key\"",
                "'cpk_fake.key'",
                "`cpk_fake.key`",
                "CHUTES_API_KEY=cpk_fake.key",
                "export CHUTES_API_KEY=\"cpk_fake.key\";",
            })
    void takesTheKeyOutOfWhatPeoplePaste(String pasted) {
        assertThat(KeyText.clean(Secret.of(pasted)).reveal()).isEqualTo("cpk_fake.key");
    }
}
