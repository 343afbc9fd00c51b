package org.clawdbot.chutes.auth.oauth.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;

/**
 * When to renew tokens that nobody waits for: some time before they expire, at most a quarter of what is left when they
 * are first seen, and not in every process at the same moment.
 */
final class RefreshPlan {

    private static final int SHARE = 4;

    private final Duration ahead;
    private final Random random;
    private final Map<String, Planned> planned = new ConcurrentHashMap<>();

    RefreshPlan(Duration ahead, Random random) {
        this.ahead = ahead;
        this.random = random;
    }

    /** The moment for one pair of tokens. */
    private record Planned(Secret access, Instant due) {}

    boolean isDue(Profile.OAuth profile, Instant now) {
        Planned plan = planned.compute(
                profile.id(),
                (id, before) ->
                        before != null && before.access().equals(profile.access()) ? before : plan(profile, now));
        return !now.isBefore(plan.due());
    }

    private Planned plan(Profile.OAuth profile, Instant now) {
        Duration left = Duration.between(now, profile.expiresAt());
        if (left.isNegative() || left.isZero()) {
            return new Planned(profile.access(), now);
        }
        Duration share = left.dividedBy(SHARE);
        long lead = (share.compareTo(ahead) < 0 ? share : ahead).toMillis();
        long jitter = (long) (random.nextDouble() * lead / 2);
        return new Planned(profile.access(), profile.expiresAt().minusMillis(lead - jitter));
    }
}
