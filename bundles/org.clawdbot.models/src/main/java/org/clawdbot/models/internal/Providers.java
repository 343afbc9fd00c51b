package org.clawdbot.models.internal;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The providers that anybody serves.
 *
 * @param parts what serves them, kind by kind
 * @param handover knows which parts have just gone
 */
record Providers(List<Parts<?>> parts, Handover handover) {

    /** Whether any part of a provider is there. */
    boolean contain(String provider) {
        for (Parts<?> kind : parts) {
            if (kind.serve(provider)) {
                return true;
            }
        }
        return false;
    }

    /** Those of which any part is there. */
    SortedSet<String> there() {
        SortedSet<String> there = new TreeSet<>();
        parts.forEach(kind -> there.addAll(kind.providers()));
        return there;
    }

    /** Those of which any part is there, or has gone just now. */
    SortedSet<String> known(Duration patience) {
        SortedSet<String> known = there();
        known.addAll(handover.providers(patience));
        return known;
    }
}
