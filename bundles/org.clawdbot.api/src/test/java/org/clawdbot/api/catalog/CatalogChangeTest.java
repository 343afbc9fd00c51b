package org.clawdbot.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.clawdbot.api.catalog.ModelChange.Aspect;
import org.junit.jupiter.api.Test;

class CatalogChangeTest {

    @Test
    void tellsWhatAppearedAndWhatVanished() {
        CatalogChange change =
                CatalogChange.between(list("live", model("a"), model("b")), list("live", model("b"), model("c")));

        assertThat(change.appeared()).extracting(ModelInfo::name).containsExactly("c");
        assertThat(change.vanished()).extracting(ModelInfo::name).containsExactly("a");
        assertThat(change.changed()).isEmpty();
        assertThat(change.sameModels()).isFalse();
        assertThat(change.switched()).isFalse();
        assertThat(change.provider()).isEqualTo("chutes");
    }

    @Test
    void namesEachAspectThatDiffers() {
        ModelInfo before = model("a");

        assertThat(aspects(before, builder -> builder.pricing(new ModelPricing(BigDecimal.ONE, null, null))))
                .containsExactly(Aspect.PRICE);
        assertThat(aspects(before, builder -> builder.contextWindow(10L))).containsExactly(Aspect.WINDOW);
        assertThat(aspects(before, builder -> builder.maxOutputTokens(10L))).containsExactly(Aspect.WINDOW);
        assertThat(aspects(before, builder -> builder.features(Set.of("tools"))))
                .containsExactly(Aspect.FEATURES);
        assertThat(aspects(before, builder -> builder.input(List.of("image")))).containsExactly(Aspect.FEATURES);
        assertThat(aspects(before, builder -> builder.output(List.of("text")))).containsExactly(Aspect.FEATURES);
        assertThat(aspects(before, builder -> builder.quantization("fp8"))).containsExactly(Aspect.OTHER);
        assertThat(aspects(before, builder -> builder.tee(false).contextWindow(1L)))
                .containsExactlyInAnyOrder(Aspect.TEE, Aspect.WINDOW);
    }

    @Test
    void aModelLosesItsTeeAlsoWhenTheProviderFallsSilent() {
        ModelInfo vouched = changed(builder -> builder.tee(true));

        assertThat(only(vouched, changed(builder -> builder.tee(false))).teeLost())
                .isTrue();
        assertThat(only(vouched, changed(builder -> builder.tee(null))).teeLost())
                .isTrue();
        assertThat(only(changed(builder -> builder.tee(false)), vouched).teeLost())
                .isFalse();
    }

    @Test
    void aSwitchOfSourceIsOneEvenWithTheSameModels() {
        CatalogChange change = CatalogChange.between(list("live", model("a")), list("file", model("a")));

        assertThat(change.switched()).isTrue();
        assertThat(change.sameModels()).isTrue();
    }

    @Test
    void theNoiseOfBinaryFractionsIsNoChangeOfPrice() {
        ModelInfo noisy = priced("0.010399999999999998");

        assertThat(CatalogChange.between(list("live", noisy), list("live", priced("0.0104")))
                        .sameModels())
                .isTrue();
        assertThat(only(noisy, priced("0.0105")).aspects()).containsExactly(Aspect.PRICE);
        assertThat(only(noisy, model("a")).aspects()).containsExactly(Aspect.PRICE);
        assertThat(only(model("a"), noisy).aspects()).containsExactly(Aspect.PRICE);
    }

    @Test
    void listsOfTwoProvidersAreNotCompared() {
        CatalogSnapshot other = new CatalogSnapshot("other", "live", Instant.EPOCH, false, null, 0, Map.of());

        assertThatThrownBy(() -> CatalogChange.between(list("live"), other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    private static Set<Aspect> aspects(ModelInfo before, UnaryOperator<ModelInfo.Builder> edit) {
        return only(before, changed(edit)).aspects();
    }

    private static ModelChange only(ModelInfo before, ModelInfo after) {
        List<ModelChange> changes =
                CatalogChange.between(list("live", before), list("live", after)).changed();
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    private static ModelInfo changed(UnaryOperator<ModelInfo.Builder> edit) {
        return edit.apply(ModelInfo.builder(new ModelReference("chutes", "a"))).build();
    }

    private static ModelInfo priced(String input) {
        return changed(model -> model.pricing(new ModelPricing(new BigDecimal(input), null, null)));
    }

    private static ModelInfo model(String id) {
        return ModelInfo.builder(new ModelReference("chutes", id)).build();
    }

    private static CatalogSnapshot list(String source, ModelInfo... models) {
        Map<String, ModelInfo> byId = new LinkedHashMap<>();
        for (ModelInfo model : models) {
            byId.put(model.reference().id(), model);
        }
        return new CatalogSnapshot("chutes", source, Instant.EPOCH, false, null, 0, byId);
    }
}
