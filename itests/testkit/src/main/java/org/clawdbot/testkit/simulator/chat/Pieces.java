package org.clawdbot.testkit.simulator.chat;

import java.util.ArrayList;
import java.util.List;

/** Cuts text into the pieces a stream sends, never inside a character. */
final class Pieces {

    private Pieces() {}

    /** Words with the space behind them, or parts of a number of characters. */
    static List<String> of(String text, int chars) {
        if (text.isEmpty()) {
            return List.of();
        }
        if (chars <= 0) {
            return List.of(text.split("(?<=\\s)(?=\\S)", -1));
        }
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int left = text.codePointCount(from, text.length());
            int to = text.offsetByCodePoints(from, Math.min(chars, left));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    /** The first pieces that fit into a number of tokens. */
    static List<String> limit(List<String> pieces, int tokens) {
        List<String> kept = new ArrayList<>();
        long chars = 0;
        for (String piece : pieces) {
            chars += piece.length();
            if (Answer.tokens(chars) > tokens) {
                break;
            }
            kept.add(piece);
        }
        return kept;
    }
}
