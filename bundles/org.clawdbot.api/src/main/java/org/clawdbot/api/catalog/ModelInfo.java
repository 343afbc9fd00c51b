package org.clawdbot.api.catalog;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog knows about one model. A value that the source did not state is null, never a guess.
 *
 * @param reference the full name
 * @param name the name for people
 * @param tee whether it runs in a trusted execution environment, as the provider states; null if it does not say
 * @param features the provider's words for what it can do, such as {@code tools}; null if it does not say
 * @param input the kinds of input, such as {@code text} and {@code image}; null if it does not say
 * @param output the kinds of output; null if it does not say
 * @param contextWindow how many tokens prompt and answer may have together
 * @param maxOutputTokens how many tokens the answer may have
 * @param pricing the prices
 * @param quantization the number format of the weights, such as {@code fp8}
 * @param attributes further facts as the provider names them, such as {@code chute_id}
 */
public record ModelInfo(
        ModelReference reference,
        String name,
        @Nullable Boolean tee,
        @Nullable Set<String> features,
        @Nullable List<String> input,
        @Nullable List<String> output,
        @Nullable Long contextWindow,
        @Nullable Long maxOutputTokens,
        ModelPricing pricing,
        @Nullable String quantization,
        Map<String, String> attributes) {

    /** The feature of a model that calls tools. */
    public static final String TOOLS = "tools";

    /** The feature of a model that thinks before it answers. */
    public static final String REASONING = "reasoning";

    /** The feature of a model that answers in a given JSON schema. */
    public static final String STRUCTURED_OUTPUTS = "structured_outputs";

    /** Checks that all required values are there and copies the collections. */
    public ModelInfo {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(pricing, "pricing");
        features = features == null ? null : Set.copyOf(features);
        input = input == null ? null : List.copyOf(input);
        output = output == null ? null : List.copyOf(output);
        attributes = Map.copyOf(attributes);
    }

    /**
     * Says whether the provider vouches for a trusted execution environment.
     *
     * @return true only where the provider states it; unknown counts as no
     */
    public boolean inTee() {
        return Boolean.TRUE.equals(tee);
    }

    /**
     * Says whether the model has a feature.
     *
     * @param feature the provider's word, such as {@link #TOOLS}
     * @return the answer, or empty if the provider does not state the model's features
     */
    public Optional<Boolean> has(String feature) {
        return features == null ? Optional.empty() : Optional.of(features.contains(feature));
    }

    /**
     * Starts a description of which only the name is known.
     *
     * @param reference the full name
     * @return a builder with everything else unknown
     */
    public static Builder builder(ModelReference reference) {
        return new Builder(reference);
    }

    /** Collects what is known about a model; not safe for several threads. */
    public static final class Builder {

        private final ModelReference reference;
        private String name;
        private @Nullable Boolean tee;
        private @Nullable Set<String> features;
        private @Nullable List<String> input;
        private @Nullable List<String> output;
        private @Nullable Long contextWindow;
        private @Nullable Long maxOutputTokens;
        private ModelPricing pricing = ModelPricing.UNKNOWN;
        private @Nullable String quantization;
        private Map<String, String> attributes = Map.of();

        private Builder(ModelReference reference) {
            this.reference = reference;
            this.name = reference.id();
        }

        /**
         * Sets the name for people; the id unless set.
         *
         * @param value the name
         * @return this builder
         */
        public Builder name(String value) {
            this.name = value;
            return this;
        }

        /**
         * Sets whether the model runs in a trusted execution environment.
         *
         * @param value what the provider states, or null
         * @return this builder
         */
        public Builder tee(@Nullable Boolean value) {
            this.tee = value;
            return this;
        }

        /**
         * Sets what the model can do.
         *
         * @param value the provider's words, or null
         * @return this builder
         */
        public Builder features(@Nullable Set<String> value) {
            this.features = value;
            return this;
        }

        /**
         * Sets the kinds of input.
         *
         * @param value the provider's words, or null
         * @return this builder
         */
        public Builder input(@Nullable List<String> value) {
            this.input = value;
            return this;
        }

        /**
         * Sets the kinds of output.
         *
         * @param value the provider's words, or null
         * @return this builder
         */
        public Builder output(@Nullable List<String> value) {
            this.output = value;
            return this;
        }

        /**
         * Sets how many tokens prompt and answer may have together.
         *
         * @param value tokens, or null
         * @return this builder
         */
        public Builder contextWindow(@Nullable Long value) {
            this.contextWindow = value;
            return this;
        }

        /**
         * Sets how many tokens the answer may have.
         *
         * @param value tokens, or null
         * @return this builder
         */
        public Builder maxOutputTokens(@Nullable Long value) {
            this.maxOutputTokens = value;
            return this;
        }

        /**
         * Sets the prices.
         *
         * @param value the prices
         * @return this builder
         */
        public Builder pricing(ModelPricing value) {
            this.pricing = value;
            return this;
        }

        /**
         * Sets the number format of the weights.
         *
         * @param value the provider's word, or null
         * @return this builder
         */
        public Builder quantization(@Nullable String value) {
            this.quantization = value;
            return this;
        }

        /**
         * Sets further facts.
         *
         * @param value facts as the provider names them
         * @return this builder
         */
        public Builder attributes(Map<String, String> value) {
            this.attributes = value;
            return this;
        }

        /**
         * Makes the description.
         *
         * @return an immutable description
         */
        public ModelInfo build() {
            return new ModelInfo(
                    reference,
                    name,
                    tee,
                    features,
                    input,
                    output,
                    contextWindow,
                    maxOutputTokens,
                    pricing,
                    quantization,
                    attributes);
        }
    }
}
