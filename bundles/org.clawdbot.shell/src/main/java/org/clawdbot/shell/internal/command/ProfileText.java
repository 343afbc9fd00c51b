package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.terminal.Quantities;

/** Describes a credential without showing it. */
final class ProfileText {

    private ProfileText() {}

    static String line(ProfileStatus profile, HostStatus.Health health, Clock clock) {
        StringBuilder text = new StringBuilder(profile.profileId())
                .append("  ")
                .append(profile.mode())
                .append(" from ")
                .append(source(profile))
                .append("  ")
                .append(profile.hint());
        if (profile.account() != null) {
            text.append("  ").append(profile.account());
        }
        if (health == HostStatus.Health.EXPIRED) {
            text.append("  expired");
        } else if (profile.expiresAt() != null) {
            text.append("  expires in ")
                    .append(Quantities.duration(Duration.between(clock.instant(), profile.expiresAt())));
        }
        return text.toString();
    }

    static void write(Json json, ProfileStatus profile, HostStatus.Health health) {
        json.put("id", profile.profileId())
                .put("provider", profile.provider())
                .put("mode", profile.mode())
                .put("source", source(profile))
                .put("account", profile.account())
                .put("hint", profile.hint())
                .put("expiresAt", profile.expiresAt())
                .put("status", health);
    }

    private static String source(ProfileStatus profile) {
        return profile.source().name().toLowerCase(Locale.ROOT);
    }
}
