package org.clawdbot.api.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, exactly as the provider writes it, in US dollars per million tokens.
 *
 * @param input the price of prompt tokens, or null if it is unknown
 * @param output the price of generated tokens, or null if it is unknown
 * @param cacheRead the price of prompt tokens that were served from the cache, or null if it is unknown
 */
public record ModelPricing(@Nullable BigDecimal input, @Nullable BigDecimal output, @Nullable BigDecimal cacheRead) {

    /** Nothing is known about the price; that is not the same as free. */
    public static final ModelPricing UNKNOWN = new ModelPricing(null, null, null);

    private static final int PLACES = 9;

    /**
     * Says whether nobody would see a difference: providers compute with binary fractions, so that one price comes as
     * {@code 0.0104} today and as {@code 0.010399999999999998} tomorrow.
     *
     * @param other the prices to compare with
     * @return whether each price is unknown in both, or the same to nine places
     */
    public boolean sameAs(ModelPricing other) {
        return same(input, other.input) && same(output, other.output) && same(cacheRead, other.cacheRead);
    }

    private static boolean same(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.setScale(PLACES, RoundingMode.HALF_EVEN).compareTo(other.setScale(PLACES, RoundingMode.HALF_EVEN))
                == 0;
    }
}
