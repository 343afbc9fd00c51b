package org.clawdbot.config.internal.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that someone probably meant. */
final class NearestKey {

    private NearestKey() {}

    /** Returns a question with the nearest word to append to a complaint; empty if no word is near. */
    static String hint(String written, Collection<String> known) {
        return find(written, known)
                .map(key -> "; did you mean \"" + key + "\"?")
                .orElse("");
    }

    static Optional<String> find(String written, Collection<String> known) {
        if (written.length() > 100) {
            return Optional.empty();
        }
        String word = fold(written);
        int limit = Math.max(1, Math.min(3, word.length() / 3));
        return known.stream()
                .filter(key -> distance(word, fold(key)) <= limit)
                .min(Comparator.comparingInt(key -> distance(word, fold(key))));
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Counts insertions, deletions, replacements and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swap =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swap) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
