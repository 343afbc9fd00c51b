package org.clawdbot.api.catalog;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * One model that two lists describe differently.
 *
 * @param before what the older list says
 * @param after what the newer list says
 * @param aspects what differs, at least one
 */
public record ModelChange(ModelInfo before, ModelInfo after, Set<Aspect> aspects) {

    /** A side of a model that people choose by. */
    public enum Aspect {
        /** The prices. */
        PRICE,
        /** How many tokens fit into the context or the answer. */
        WINDOW,
        /** What it can do, or which kinds of input and output it has. */
        FEATURES,
        /** Whether it runs in a trusted execution environment. */
        TEE,
        /** Anything else, such as the number format of the weights. */
        OTHER
    }

    /** Checks that all values are there and copies the aspects. */
    public ModelChange {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        aspects = Collections.unmodifiableSet(EnumSet.copyOf(aspects));
    }

    /**
     * Says whether the model left its trusted execution environment.
     *
     * @return true if the provider vouched for one before and no longer does
     */
    public boolean teeLost() {
        return before.inTee() && !after.inTee();
    }

    /** What differs; empty for descriptions that say the same. */
    static Set<Aspect> aspects(ModelInfo before, ModelInfo after) {
        Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
        if (before.equals(after)) {
            return aspects;
        }
        if (!before.pricing().sameAs(after.pricing())) {
            aspects.add(Aspect.PRICE);
        }
        if (!Objects.equals(before.contextWindow(), after.contextWindow())
                || !Objects.equals(before.maxOutputTokens(), after.maxOutputTokens())) {
            aspects.add(Aspect.WINDOW);
        }
        if (!Objects.equals(before.features(), after.features())
                || !Objects.equals(before.input(), after.input())
                || !Objects.equals(before.output(), after.output())) {
            aspects.add(Aspect.FEATURES);
        }
        if (!Objects.equals(before.tee(), after.tee())) {
            aspects.add(Aspect.TEE);
        }
        if (!before.name().equals(after.name())
                || !Objects.equals(before.quantization(), after.quantization())
                || !before.attributes().equals(after.attributes())) {
            aspects.add(Aspect.OTHER);
        }
        return aspects;
    }
}
