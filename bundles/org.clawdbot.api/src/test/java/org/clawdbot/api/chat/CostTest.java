package org.clawdbot.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.clawdbot.api.catalog.ModelPricing;
import org.junit.jupiter.api.Test;

class CostTest {

    private static final ModelPricing PRICING =
            new ModelPricing(new BigDecimal("0.104"), new BigDecimal("0.416"), new BigDecimal("0.0104"));

    @Test
    void chargesCachedTokensAtTheirOwnPriceAndReasoningOnlyOnce() {
        Usage usage = new Usage(1_000_000, 500_000, 250_000L, 400_000L, 1_500_000);

        assertThat(Cost.of(usage, PRICING).orElseThrow().usd())
                .isEqualByComparingTo(
                        new BigDecimal("0.078").add(new BigDecimal("0.0026")).add(new BigDecimal("0.208")));
    }

    @Test
    void anUnknownPriceGivesNoCostRatherThanZero() {
        Usage usage = new Usage(10, 10, null, null, 20);

        assertThat(Cost.of(usage, ModelPricing.UNKNOWN)).isEmpty();
        assertThat(Cost.of(usage, new ModelPricing(BigDecimal.ONE, null, null))).isEmpty();
    }

    @Test
    void aModelThatIsFreeCostsNothing() {
        ModelPricing free = new ModelPricing(BigDecimal.ZERO, BigDecimal.ZERO, null);

        assertThat(Cost.of(new Usage(10, 10, null, null, 20), free)
                        .orElseThrow()
                        .usd())
                .isEqualByComparingTo(BigDecimal.ZERO);
    }

    @Test
    void moreCachedThanPromptTokensNeverGiveANegativeCost() {
        Usage usage = new Usage(10, 0, 1_000L, null, 10);

        assertThat(Cost.of(usage, PRICING).orElseThrow().usd()).isPositive();
    }
}
