package org.clawdbot.chutes.auth.oauth.internal;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;

/** What tests replace: the time, chance, and waiting. */
record Surroundings(Clock clock, Random random, Pause pause) {

    static Surroundings ofProcess() {
        return new Surroundings(Clock.systemUTC(), new SecureRandom(), Pause.real());
    }
}
