package org.clawdbot.api.catalog;

import java.math.BigDecimal;
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
}
