package org.clawdbot.shell.internal.picker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuzzyMatchTest {

    @ParameterizedTest
    @CsvSource({"glm, zai-org/GLM-5.2-TEE", "q332, Qwen/Qwen3-32B-TEE", "KIMI3, moonshotai/Kimi-K3-TEE"})
    void findsLettersInTheirOrder(String typed, String name) {
        assertThat(FuzzyMatch.score(typed, name)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"mlg, zai-org/GLM", "glmx, zai-org/GLM-5.2-TEE"})
    void findsNothingElse(String typed, String name) {
        assertThat(FuzzyMatch.score(typed, name)).isEmpty();
    }

    @Test
    void prefersWhatStandsTogetherThenWhatStandsAtABeginning() {
        List<String> names = List.of("google/gemma-4-31B", "xglm/other", "zai-org/GLM-5");

        assertThat(names.stream()
                        .sorted((a, b) -> FuzzyMatch.score("glm", b).orElse(-1)
                                - FuzzyMatch.score("glm", a).orElse(-1))
                        .toList())
                .containsExactly("zai-org/GLM-5", "xglm/other", "google/gemma-4-31B");
    }
}
