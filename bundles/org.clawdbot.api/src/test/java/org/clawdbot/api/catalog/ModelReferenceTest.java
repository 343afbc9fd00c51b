package org.clawdbot.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {

    @Test
    void splitsAtTheFirstSlash() {
        assertThat(ModelReference.parse(" Chutes/zai-org/GLM-4.7-Flash "))
                .contains(new ModelReference("chutes", "zai-org/GLM-4.7-Flash"));
    }

    @Test
    void printsAsItIsRead() {
        assertThat(ModelReference.parse("chutes/a/b:latency").orElseThrow()).hasToString("chutes/a/b:latency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "chutes", "chutes/", "/model", " / "})
    void whatLacksAPartIsNoReference(String text) {
        assertThat(ModelReference.parse(text)).isEmpty();
    }
}
