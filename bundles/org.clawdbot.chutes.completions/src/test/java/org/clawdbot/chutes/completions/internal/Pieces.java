package org.clawdbot.chutes.completions.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Cuts text at random. */
final class Pieces {

    private Pieces() {}

    static List<String> of(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        int longest = 1 + random.nextInt(12);
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(longest));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
