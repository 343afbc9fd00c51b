package org.clawdbot.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final String TEXT = "cpk_not-a-real-key-0123456789";

    @Test
    void isNeverPrintedByItselfOrByWhatHoldsIt() {
        Secret secret = Secret.of(TEXT);

        assertThat(List.of(
                        secret.toString(),
                        new Profile.ApiKey("chutes:default", "chutes", secret, null).toString(),
                        new Profile.Token("chutes:ci", "chutes", secret, null, null).toString(),
                        new Profile.OAuth(
                                        "chutes:me",
                                        "chutes",
                                        secret,
                                        secret,
                                        Instant.EPOCH,
                                        null,
                                        null,
                                        null,
                                        List.of())
                                .toString(),
                        new Credential("chutes", "chutes:default", "api-key", secret, null).toString()))
                .allSatisfy(text -> assertThat(text).contains("[redacted]").doesNotContain("not-a-real-key"));
    }

    @Test
    void hintShowsAFewCharactersOfALongSecretAndNoneOfAShortOne() {
        assertThat(Secret.of(TEXT).hint()).isEqualTo("cpk_…");
        assertThat(Secret.of("short-secret").hint()).isEqualTo("…");
    }

    @Test
    void dropsSurroundingWhiteSpaceAndRefusesBlankText() {
        assertThat(Secret.of("  abc\n").reveal()).isEqualTo("abc");
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(" \n"));
    }

    @Test
    void equalsBySecret() {
        assertThat(Secret.of("abc")).isEqualTo(Secret.of("abc")).isNotEqualTo(Secret.of("abd"));
        assertThat(Secret.of("abc")).hasSameHashCodeAs(Secret.of("abc"));
    }
}
