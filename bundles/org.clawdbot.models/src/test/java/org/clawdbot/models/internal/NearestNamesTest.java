package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {

    private static final List<String> NAMES = List.of(
            "zai-org/GLM-5-TEE", "zai-org/GLM-4.7-Flash", "deepseek-ai/DeepSeek-V3.2-TEE", "Qwen/Qwen3-32B-TEE");

    @Test
    void findsTheSameFamilyFirst() {
        assertThat(NearestNames.of("zai-org/GLM-4.6", NAMES, 2))
                .containsExactlyInAnyOrder("zai-org/GLM-4.7-Flash", "zai-org/GLM-5-TEE");
        assertThat(NearestNames.of("qwen3-32b", NAMES, 1)).containsExactly("Qwen/Qwen3-32B-TEE");
    }

    @Test
    void similarityIsOneForTheSameAndZeroForNothingInCommon() {
        assertThat(NearestNames.similarity("glm", "glm")).isEqualTo(1);
        assertThat(NearestNames.similarity("glm", "xyz")).isZero();
        assertThat(NearestNames.similarity("a", "a")).isEqualTo(1);
        assertThat(NearestNames.similarity("a", "b")).isZero();
    }
}
