package org.clawdbot.api.chat;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.clawdbot.api.catalog.ModelPricing;
import org.jspecify.annotations.Nullable;

/**
 * What a request cost by the catalog's prices; the provider's bill may differ.
 *
 * @param usd US dollars, exact
 */
public record Cost(BigDecimal usd) {

    private static final int MILLION = 6;

    /** Checks that there is an amount. */
    public Cost {
        Objects.requireNonNull(usd, "usd");
    }

    /**
     * Computes the cost of a request.
     *
     * @param usage the tokens used
     * @param pricing the prices
     * @return the cost, or empty if a price that is needed is unknown; cached tokens cost the input price where the
     *     cache price is unknown
     */
    public static Optional<Cost> of(Usage usage, ModelPricing pricing) {
        BigDecimal input = pricing.input();
        BigDecimal output = pricing.output();
        if (input == null || output == null) {
            return Optional.empty();
        }
        BigDecimal cacheRead = pricing.cacheRead() == null ? input : pricing.cacheRead();
        long cached = cached(usage.cacheRead(), usage.input());
        BigDecimal millionfold = input.multiply(BigDecimal.valueOf(usage.input() - cached))
                .add(cacheRead.multiply(BigDecimal.valueOf(cached)))
                .add(output.multiply(BigDecimal.valueOf(usage.output())));
        return Optional.of(new Cost(millionfold.movePointLeft(MILLION).stripTrailingZeros()));
    }

    /**
     * Adds another cost.
     *
     * @param other the other cost
     * @return the sum
     */
    public Cost plus(Cost other) {
        return new Cost(usd.add(other.usd));
    }

    private static long cached(@Nullable Long cacheRead, long input) {
        return cacheRead == null ? 0 : Math.max(0, Math.min(cacheRead, input));
    }
}
