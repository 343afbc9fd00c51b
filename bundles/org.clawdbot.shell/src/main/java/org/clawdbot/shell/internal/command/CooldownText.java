package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.shell.internal.cli.Json;

/** Describes what rests, why, and until when. */
final class CooldownText {

    private CooldownText() {}

    static String line(Cooldown cooldown, Clock clock) {
        boolean paused = cooldown.retryAt().isAfter(clock.instant());
        return cooldown.target() + ": " + cooldown.reason() + "; "
                + (paused ? "not asked until " + time(cooldown.retryAt()) + ", " : "")
                + "others go first until " + time(cooldown.until());
    }

    static void write(Json json, Cooldown cooldown) {
        json.put("kind", cooldown.subject() == ErrorSubject.MODEL ? "model" : "profile")
                .put("target", cooldown.target())
                .put("reason", cooldown.reason())
                .put("retryAt", cooldown.retryAt())
                .put("until", cooldown.until());
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
