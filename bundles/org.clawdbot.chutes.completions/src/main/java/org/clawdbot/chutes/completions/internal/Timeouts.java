package org.clawdbot.chutes.completions.internal;

import java.time.Duration;

/**
 * How long each part of a request may take.
 *
 * @param connect reaching the server
 * @param slow what may pass before the user is told that the model is slow to begin
 * @param firstToken the first token, counted from the start, with every try and every wait
 * @param idle a pause within the reply
 * @param total everything, counted from the start
 */
record Timeouts(Duration connect, Duration slow, Duration firstToken, Duration idle, Duration total) {

    private static final Duration SLOW = Duration.ofSeconds(5);

    static Timeouts of(ChutesTransport.Config config) {
        return new Timeouts(
                seconds(config.connectSeconds()),
                SLOW,
                seconds(config.firstTokenSeconds()),
                seconds(config.idleSeconds()),
                seconds(config.totalSeconds()));
    }

    private static Duration seconds(int value) {
        return Duration.ofSeconds(Math.max(1, value));
    }
}
