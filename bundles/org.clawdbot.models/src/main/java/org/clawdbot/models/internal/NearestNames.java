package org.clawdbot.models.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names a person most likely meant: those that share the most pairs of letters. */
final class NearestNames {

    private NearestNames() {}

    static List<String> of(String wanted, Collection<String> names, int limit) {
        String target = normal(wanted);
        return names.stream()
                .sorted(Comparator.<String>comparingDouble(name -> -similarity(target, normal(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(limit)
                .toList();
    }

    /** The share of letter pairs two names have in common, from 0 to 1 (Dice's coefficient). */
    static double similarity(String one, String two) {
        if (one.length() < 2 || two.length() < 2) {
            return one.equals(two) ? 1 : 0;
        }
        boolean[] used = new boolean[two.length() - 1];
        int common = 0;
        for (int i = 0; i < one.length() - 1; i++) {
            for (int j = 0; j < used.length; j++) {
                if (!used[j] && one.charAt(i) == two.charAt(j) && one.charAt(i + 1) == two.charAt(j + 1)) {
                    used[j] = true;
                    common++;
                    break;
                }
            }
        }
        return 2.0 * common / (one.length() + two.length() - 2);
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("-tee$", "");
    }
}
