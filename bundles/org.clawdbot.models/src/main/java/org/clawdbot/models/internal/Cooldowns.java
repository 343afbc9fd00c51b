package org.clawdbot.models.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;

/**
 * What should rest after a failure, and until when: a credential or a model, whichever the failure was about. A target
 * that rests is tried only when nothing else is left; the first success ends its rest.
 */
final class Cooldowns {

    /** What a failure is forgotten after, if no other follows. */
    static final Duration MEMORY = Duration.ofHours(24);

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(60);
    private static final int FACTOR = 5;
    private static final int STEPS = 3;
    private static final Duration FIRST_WITHOUT_MONEY = Duration.ofHours(5);
    private static final Duration LONGEST_WITHOUT_MONEY = Duration.ofHours(24);
    private static final int TARGETS = 10_000;

    private final Clock clock;
    private final Map<String, Rest> rests = new LinkedHashMap<>();

    Cooldowns(Clock clock) {
        this.clock = clock;
    }

    /** Notes a failure, which rests what it is about. */
    void failed(ModelReference model, String profileId, ModelException failure) {
        if (failure instanceof RequestCancelledException) {
            return;
        }
        switch (failure.subject()) {
            case MODEL -> rest(target(model), failure);
            case CREDENTIAL -> rest(target(profileId), failure);
            case PROVIDER, REQUEST, HOST -> {
                // resting one model or credential would not help
            }
        }
    }

    /** Notes a success, which ends the rest of both. */
    synchronized void succeeded(ModelReference model, String profileId) {
        rests.remove(target(model));
        rests.remove(target(profileId));
    }

    /** Until when a model should rest, if it should. */
    Optional<Instant> of(ModelReference model) {
        return of(target(model));
    }

    /** Until when a credential should rest, if it should. */
    Optional<Instant> ofProfile(String profileId) {
        return of(target(profileId));
    }

    private synchronized Optional<Instant> of(String target) {
        return Optional.ofNullable(rests.get(target)).map(Rest::until).filter(until -> until.isAfter(clock.instant()));
    }

    private synchronized void rest(String target, ModelException failure) {
        Instant now = clock.instant();
        Rest before = rests.remove(target);
        int count = before == null || before.failedAt().plus(MEMORY).isBefore(now) ? 1 : before.count() + 1;
        rests.put(target, new Rest(now, count, until(failure, count, now)));
        Iterator<String> oldest = rests.keySet().iterator();
        while (rests.size() > TARGETS) {
            oldest.next();
            oldest.remove();
        }
    }

    /** What the server says goes before any schedule. */
    private static Instant until(ModelException failure, int count, Instant now) {
        if (failure instanceof QuotaExceededException quota) {
            return quota.resetAt().orElseGet(() -> now.plus(withoutMoney(count)));
        }
        Duration asked = failure.details().retryAfter();
        return now.plus(asked == null ? passing(count) : asked);
    }

    /** 1, 5, 25 and then 60 minutes. */
    static Duration passing(int count) {
        Duration rest = FIRST;
        for (int i = 0; i < Math.min(count - 1, STEPS); i++) {
            rest = rest.multipliedBy(FACTOR);
        }
        return rest.compareTo(LONGEST) > 0 ? LONGEST : rest;
    }

    /** 5, 10, 20 and then 24 hours. */
    static Duration withoutMoney(int count) {
        Duration rest = FIRST_WITHOUT_MONEY;
        for (int i = 1; i < count && rest.compareTo(LONGEST_WITHOUT_MONEY) < 0; i++) {
            rest = rest.multipliedBy(2);
        }
        return rest.compareTo(LONGEST_WITHOUT_MONEY) > 0 ? LONGEST_WITHOUT_MONEY : rest;
    }

    private static String target(ModelReference model) {
        return "model " + model;
    }

    private static String target(String profileId) {
        return "profile " + profileId;
    }

    private record Rest(Instant failedAt, int count, Instant until) {}
}
