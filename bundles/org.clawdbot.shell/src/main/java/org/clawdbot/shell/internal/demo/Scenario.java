package org.clawdbot.shell.internal.demo;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the simulator plays: one reply so slow that something can happen meanwhile. */
final class Scenario {

    /** The request for the slow reply. */
    static final String QUESTION = "Please count slowly";

    private static final int WORDS = 24;
    private static final int MILLIS_BETWEEN_WORDS = 250;

    private Scenario() {}

    /** Gives the word at a position of the slow reply, from 1. */
    static String word(int position) {
        return "word-%02d".formatted(position);
    }

    static int words() {
        return WORDS;
    }

    static String text() {
        String reply = IntStream.rangeClosed(1, WORDS).mapToObj(Scenario::word).collect(Collectors.joining(" "));
        return """
                {"rules": [{"route": "POST /v1/chat/*", "contains": "%s",
                  "then": {"text": "%s", "chunkChars": 8, "chunkDelayMillis": %d}}]}
                """
                .formatted(QUESTION, reply, MILLIS_BETWEEN_WORDS);
    }
}
