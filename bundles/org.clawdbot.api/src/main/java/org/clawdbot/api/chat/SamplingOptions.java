package org.clawdbot.api.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the model picks its words; everything left null or empty is the provider's choice.
 *
 * @param temperature 0 for the likeliest word, higher for more variety
 * @param topP the share of probability to pick from, from 0 to 1
 * @param topK how many of the likeliest words to pick from
 * @param minP the least probability relative to the likeliest word, from 0 to 1
 * @param frequencyPenalty what to take from words by how often they occurred
 * @param presencePenalty what to take from words that occurred
 * @param repetitionPenalty by what to divide words that occurred; 1 for nothing
 * @param seed a number that makes picks repeatable
 * @param stop texts at which the answer ends
 * @param logitBias what to add to words, by token id
 */
public record SamplingOptions(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double repetitionPenalty,
        @Nullable Long seed,
        List<String> stop,
        Map<String, Double> logitBias) {

    /** Everything is the provider's choice. */
    public static final SamplingOptions DEFAULT =
            new SamplingOptions(null, null, null, null, null, null, null, null, List.of(), Map.of());

    /** Copies the collections. */
    public SamplingOptions {
        stop = List.copyOf(stop);
        logitBias = Map.copyOf(logitBias);
    }

    /**
     * Sets only the temperature.
     *
     * @param temperature 0 for the likeliest word, higher for more variety
     * @return options in which everything else is the provider's choice
     */
    public static SamplingOptions ofTemperature(double temperature) {
        return new SamplingOptions(temperature, null, null, null, null, null, null, null, List.of(), Map.of());
    }
}
