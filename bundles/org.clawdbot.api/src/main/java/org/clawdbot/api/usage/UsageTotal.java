package org.clawdbot.api.usage;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.clawdbot.api.chat.Usage;

/**
 * What one model answered for one profile in one day.
 *
 * @param day the day, by the calendar of UTC
 * @param model the full name of the model that was asked
 * @param profileId the profile that was used
 * @param requests the requests that began to be answered
 * @param unpriced those of them whose cost is unknown, for want of a price or of the tokens used; they are not in the cost
 * @param usage the tokens of all requests that said how many
 * @param usd the cost of all requests whose cost is known, in US dollars
 */
public record UsageTotal(
        LocalDate day, String model, String profileId, long requests, long unpriced, Usage usage, BigDecimal usd) {

    /** Checks that all values are there. */
    public UsageTotal {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(profileId, "profileId");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(usd, "usd");
    }

    /**
     * Adds what was used besides.
     *
     * @param other a total of the same day, model and profile
     * @return the sum
     */
    public UsageTotal plus(UsageTotal other) {
        return new UsageTotal(
                day,
                model,
                profileId,
                requests + other.requests,
                unpriced + other.unpriced,
                usage.plus(other.usage),
                usd.add(other.usd));
    }
}
