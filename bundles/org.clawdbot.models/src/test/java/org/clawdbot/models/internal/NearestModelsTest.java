package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestModelsTest {

    /** The ids that Chutes listed at the end of July 2026. */
    private static final List<ModelInfo> LISTED = models(
            "Qwen/Qwen3-32B-TEE",
            "google/gemma-4-31B-turbo-TEE",
            "Qwen/Qwen3.5-397B-A17B-TEE",
            "Qwen/Qwen3.6-27B-TEE",
            "deepseek-ai/DeepSeek-V3.2-TEE",
            "moonshotai/Kimi-K2.6-TEE",
            "zai-org/GLM-5.2-TEE",
            "zai-org/GLM-5.1-TEE",
            "unsloth/Mistral-Nemo-Instruct-2407-TEE",
            "Qwen/Qwen3-235B-A22B-Thinking-2507-TEE",
            "MiniMaxAI/MiniMax-M2.5-TEE",
            "moonshotai/Kimi-K2.5-TEE",
            "moonshotai/Kimi-K3-TEE",
            "zai-org/GLM-5-TEE",
            "Nemotron-3-Nano-Omni-30B-TEE");

    @ParameterizedTest
    @CsvSource({
        "zai-org/GLM-4.7-Flash, zai-org/GLM-5-TEE",
        "zai-org/GLM-5.1, zai-org/GLM-5.1-TEE",
        "THUDM/GLM-4-32B-0414, zai-org/GLM-5-TEE",
        "GLM-5.2, zai-org/GLM-5.2-TEE",
        "Qwen/Qwen3-235B-A22B-Instruct-2507, Qwen/Qwen3-235B-A22B-Thinking-2507-TEE",
        "deepseek-ai/DeepSeek-R1-0528, deepseek-ai/DeepSeek-V3.2-TEE",
        "tngtech/DeepSeek-TNG-R1T2-Chimera, deepseek-ai/DeepSeek-V3.2-TEE",
        "moonshotai/Kimi-K2-Instruct, moonshotai/Kimi-K2.5-TEE",
        "chutesai/Mistral-Small-3.1-24B-Instruct-2503, unsloth/Mistral-Nemo-Instruct-2407-TEE",
        "unsloth/gemma-3-27b-it, google/gemma-4-31B-turbo-TEE",
        "nvidia/Llama-3_3-Nemotron-Super-49B-v1, Nemotron-3-Nano-Omni-30B-TEE",
    })
    void aModelThatIsGoneIsReplacedByOneOfItsFamily(String gone, String nearest) {
        assertThat(names(NearestModels.of(gone, LISTED, 1))).containsExactly(nearest);
    }

    @ParameterizedTest
    @CsvSource({
        "qwen3-32b, Qwen/Qwen3-32B-TEE",
        "Qwen/Qwn3-32B, Qwen/Qwen3-32B-TEE",
        "zai-og/GLM-5.2-TE, zai-org/GLM-5.2-TEE",
        "depseek-ai/DepSeek-V3.2, deepseek-ai/DeepSeek-V3.2-TEE",
    })
    void aTypingErrorLeadsToTheNameThatWasMeant(String typed, String meant) {
        assertThat(names(NearestModels.of(typed, LISTED, 1))).containsExactly(meant);
    }

    @Test
    void allOfTheFamilyComeBeforeAnythingElse() {
        assertThat(names(NearestModels.of("zai-org/GLM-4.7-Flash", LISTED, 3)))
                .allMatch(name -> name.startsWith("zai-org/GLM-5"));
    }

    @Test
    void anUnknownFamilyStillLeadsSomewhereAndAnEmptyListNowhere() {
        assertThat(NearestModels.of("NousResearch/Hermes-4-14B", LISTED, 1)).hasSize(1);
        assertThat(NearestModels.of("NousResearch/Hermes-4-14B", List.of(), 1)).isEmpty();
    }

    @Test
    void similarityIsOneForTheSameAndZeroForNothingInCommon() {
        assertThat(NearestModels.similarity("glm", "glm")).isEqualTo(1);
        assertThat(NearestModels.similarity("glm", "xyz")).isZero();
        assertThat(NearestModels.similarity("a", "a")).isEqualTo(1);
        assertThat(NearestModels.similarity("a", "b")).isZero();
    }

    private static List<ModelInfo> models(String... ids) {
        return Stream.of(ids)
                .map(id -> ModelInfo.builder(new ModelReference("chutes", id)).build())
                .toList();
    }

    private static List<String> names(List<ModelInfo> models) {
        return models.stream().map(model -> model.reference().id()).toList();
    }
}
