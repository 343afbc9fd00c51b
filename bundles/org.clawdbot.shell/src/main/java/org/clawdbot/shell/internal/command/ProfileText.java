package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

    /** Describes what an OAuth server granted; nothing for another kind of credential. */
    static List<String> grant(ProfileStatus profile, Clock clock) {
        ProfileStatus.Grant grant = profile.grant();
        if (grant == null) {
            return List.of();
        }
        Instant now = clock.instant();
        Instant end = grant.accessExpiresAt();
        String token = end.isAfter(now)
                ? "access token good until " + seconds(end) + " (" + Quantities.duration(Duration.between(now, end))
                        + ")"
                : "access token ended at " + seconds(end);
        String renewal = grant.refreshable() ? ", renewed by itself" : ", cannot be renewed";
        Instant refreshed = grant.refreshedAt();
        return List.of(
                "scopes: " + (grant.scopes().isEmpty() ? "not told" : String.join(" ", grant.scopes())),
                token + renewal,
                refreshed == null
                        ? "not renewed since signing in"
                        : "last renewed at " + seconds(refreshed) + " ("
                                + Quantities.duration(Duration.between(refreshed, now)) + " ago)");
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
        ProfileStatus.Grant grant = profile.grant();
        json.put("scopes", grant == null ? null : grant.scopes())
                .put("accessExpiresAt", grant == null ? null : grant.accessExpiresAt())
                .put("refreshable", grant != null && grant.refreshable())
                .put("refreshedAt", grant == null ? null : grant.refreshedAt());
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String source(ProfileStatus profile) {
        return profile.source().name().toLowerCase(Locale.ROOT);
    }
}
