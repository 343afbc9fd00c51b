package org.clawdbot.models.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.SignInRequiredException;
import org.jspecify.annotations.Nullable;

/**
 * How long what failed rests. A rest has two ends: until {@code retryAt} nothing is sent, and until the rest is over others
 * go first.
 *
 * @param billing the first rest without quota or money, where the server does not say how long
 * @param billingByProvider the same by provider, in lower case
 * @param billingLongest the longest such rest
 * @param memory after which time without a failure the earlier ones are forgotten
 */
record CooldownRules(
        Duration billing, Map<String, Duration> billingByProvider, Duration billingLongest, Duration memory) {

    static final CooldownRules DEFAULT =
            new CooldownRules(Duration.ofHours(5), Map.of(), Duration.ofHours(24), Duration.ofHours(24));

    /** How long nobody asks a credential without quota again, where the server does not say when it has one. */
    static final Duration BILLING_PAUSE = Duration.ofMinutes(1);

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(60);
    private static final int FACTOR = 5;
    private static final int STEPS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int DOUBLINGS = 10;
    private static final int TOO_MANY_REQUESTS = 429;

    CooldownRules {
        billingByProvider = Map.copyOf(billingByProvider);
    }

    /**
     * What is known of a model or a credential after it failed. A failure within a pause tells nothing new: its request was
     * sent before the pause began.
     */
    ProfileUsage afterFailure(ProfileUsage before, String provider, ModelException failure, Instant now) {
        boolean disabled = isAfter(before.disabledUntil(), now);
        boolean pausing = isAfter(retryAt(before), now);
        if (failure instanceof QuotaExceededException quota) {
            return pausing && disabled ? before : withoutQuota(before, provider, quota, now);
        }
        if (pausing) {
            return before;
        }
        Map<String, Integer> counts = counts(before, now);
        counts.merge(failure.code(), 1, Integer::sum);
        int errors = errors(before, now) + 1;
        Duration asked = failure.details().retryAfter();
        boolean told = asked != null && !asked.isZero();
        Instant until = now.plus(asked == null || !told ? passing(errors) : asked);
        return new ProfileUsage(
                before.lastUsed(),
                until,
                before.disabledUntil(),
                before.disabledReason(),
                errors,
                counts,
                now,
                told ? until : now.plus(pause(failure, errors)),
                failure.code());
    }

    /** A failure within a rest that was only guessed leaves its end as it is. */
    private ProfileUsage withoutQuota(
            ProfileUsage before, String provider, QuotaExceededException failure, Instant now) {
        Map<String, Integer> counts = counts(before, now);
        int errors = errors(before, now);
        Instant told = failure.resetAt().filter(now::isBefore).orElse(null);
        Instant until = told;
        if (until == null && isAfter(before.disabledUntil(), now)) {
            until = before.disabledUntil();
        } else {
            errors++;
            int count = counts.merge(failure.code(), 1, Integer::sum);
            until = until == null ? now.plus(withoutMoney(count, provider)) : until;
        }
        return new ProfileUsage(
                before.lastUsed(),
                before.cooldownUntil(),
                until,
                failure.code(),
                errors,
                counts,
                now,
                told == null ? now.plus(BILLING_PAUSE) : told,
                failure.code());
    }

    /** From when on it may be asked again where nothing else is left; null if it does not rest. */
    static @Nullable Instant retryAt(ProfileUsage usage) {
        Instant until = usage.restsUntil();
        Instant retryAt = usage.retryAt();
        return until == null || retryAt == null || retryAt.isAfter(until) ? until : retryAt;
    }

    /** 1, 5, 25 and then 60 minutes. */
    static Duration passing(int count) {
        Duration rest = FIRST;
        for (int i = 0; i < Math.min(count - 1, STEPS); i++) {
            rest = rest.multipliedBy(FACTOR);
        }
        return shorter(rest, LONGEST);
    }

    /** By default 5, 10, 20 and then 24 hours. */
    Duration withoutMoney(int count, String provider) {
        Duration rest = billingByProvider.getOrDefault(provider.toLowerCase(Locale.ROOT), billing);
        return shorter(rest.multipliedBy(1L << Math.min(count - 1, DOUBLINGS)), billingLongest);
    }

    /**
     * How long nobody asks: 5, 10, 20, 40 and then 60 seconds. Somebody whose sign-in was refused comes back with another
     * one, and is not kept waiting; somebody who was banned must not come back early.
     */
    private static Duration pause(ModelException failure, int count) {
        if (failure instanceof SignInRequiredException) {
            return Duration.ZERO;
        }
        if (failure.code().equals("banned")) {
            return passing(count);
        }
        return shorter(FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, DOUBLINGS)), LONGEST_PAUSE);
    }

    private Map<String, Integer> counts(ProfileUsage before, Instant now) {
        return new HashMap<>(isForgotten(before, now) ? Map.of() : before.failureCounts());
    }

    private int errors(ProfileUsage before, Instant now) {
        return isForgotten(before, now) ? 0 : before.errorCount();
    }

    private boolean isForgotten(ProfileUsage before, Instant now) {
        Instant last = before.lastFailureAt();
        return last == null || last.plus(memory).isBefore(now);
    }

    private static boolean isAfter(@Nullable Instant time, Instant now) {
        return time != null && time.isAfter(now);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? other : one;
    }

    /** What a failure says something about, and so what rests after it: limits on the rate are those of an account. */
    static ErrorSubject culprit(ModelException failure) {
        Integer status = failure.details().httpStatus();
        boolean limited = failure.subject() == ErrorSubject.PROVIDER && status != null && status == TOO_MANY_REQUESTS;
        return limited ? ErrorSubject.CREDENTIAL : failure.subject();
    }
}
