package org.clawdbot.models.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;

/** Which models and credentials rest, as all processes of the host know it. The first success ends a rest. */
final class Cooldowns {

    /** How often one request goes to a credential without quota although there are others. */
    static final Duration PROBE_INTERVAL = Duration.ofMinutes(30);

    private static final int JITTER_PERCENT = 20;
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration TOGETHER = Duration.ofSeconds(2);
    private static final Duration USE_NOTED = Duration.ofMinutes(1);

    private final FitnessRecords models;
    private final FitnessRecords profiles;
    private final Supplier<CooldownRules> rules;
    private final Clock clock;
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final Set<String> probes = ConcurrentHashMap.newKeySet();

    Cooldowns(FitnessRecords models, FitnessRecords profiles, Supplier<CooldownRules> rules, Clock clock) {
        this.models = models;
        this.profiles = profiles;
        this.rules = rules;
        this.clock = clock;
    }

    /** Whether a model may be asked. */
    Standing of(ModelReference model) {
        return Standing.of(models.of(model.toString()), clock.instant());
    }

    /** Whether a credential may be sent. */
    Standing ofProfile(String profileId) {
        return Standing.of(profiles.of(profileId), clock.instant());
    }

    /** When a credential served last, in this process or another one. */
    Instant lastUsed(String profileId) {
        Instant here = used.getOrDefault(profileId, Instant.MIN);
        Instant noted = profiles.of(profileId).lastUsed();
        return noted == null || noted.isBefore(here) ? here : noted;
    }

    /** Notes a failure, which rests what it is about. */
    void failed(ModelReference model, String profileId, ModelException failure) {
        if (failure instanceof RequestCancelledException) {
            return;
        }
        Instant now = clock.instant();
        CooldownRules current = rules.get();
        String provider = model.provider();
        switch (CooldownRules.culprit(failure)) {
            case MODEL ->
                models.change(
                        model.toString(), before -> current.afterFailure(before, provider, failure, now), AT_ONCE);
            case CREDENTIAL ->
                profiles.change(profileId, before -> current.afterFailure(before, provider, failure, now), AT_ONCE);
            case PROVIDER, REQUEST, HOST -> {
                // resting one model or credential would not help
            }
        }
    }

    /** Notes a success, which ends the rest of both. A use alone is written once a minute at most. */
    void succeeded(ModelReference model, String profileId) {
        Instant now = clock.instant();
        used.put(profileId, now);
        if (failedBefore(models.of(model.toString()))) {
            models.change(model.toString(), before -> ProfileUsage.NONE, AT_ONCE);
        }
        ProfileUsage before = profiles.of(profileId);
        Instant noted = before.lastUsed();
        if (failedBefore(before)) {
            profiles.change(profileId, usage -> usage.succeeded(now), AT_ONCE);
        } else if (noted == null || noted.plus(USE_NOTED).isBefore(now)) {
            profiles.change(profileId, usage -> usage.succeeded(now), TOGETHER);
        }
    }

    private static boolean failedBefore(ProfileUsage usage) {
        return usage.errorCount() > 0 || usage.restsUntil() != null;
    }

    /**
     * Takes the one place for a request that finds out whether a credential has a quota again.
     *
     * @param alternatives whether another credential would do, so that finding out can wait
     * @return whether the caller is the one to find out, and has to say when it knows
     */
    boolean beginProbe(String profileId, boolean alternatives) {
        ProfileUsage usage = profiles.of(profileId);
        Instant last = usage.lastFailureAt();
        if (alternatives && last != null && clock.instant().isBefore(last.plus(interval(profileId, last)))) {
            return false;
        }
        return probes.add(profileId);
    }

    /** Gives the place free again. */
    void endProbe(String profileId) {
        probes.remove(profileId);
    }

    /** Up to a fifth longer, differently for each, so that not all find out at once. */
    static Duration interval(String profileId, Instant last) {
        int percent = Math.floorMod(31 * profileId.hashCode() + last.hashCode(), JITTER_PERCENT + 1);
        return PROBE_INTERVAL.plus(PROBE_INTERVAL.multipliedBy(percent).dividedBy(100));
    }

    /** Everything that rests. */
    List<Cooldown> all() {
        Instant now = clock.instant();
        List<Cooldown> all = new ArrayList<>();
        models.all().forEach((model, usage) -> add(all, ErrorSubject.MODEL, model, Standing.of(usage, now)));
        profiles.all().forEach((id, usage) -> add(all, ErrorSubject.CREDENTIAL, id, Standing.of(usage, now)));
        return all;
    }

    private static void add(List<Cooldown> all, ErrorSubject subject, String target, Standing standing) {
        if (!standing.isFit()) {
            all.add(new Cooldown(subject, target, standing.reason(), standing.retryAt(), standing.until()));
        }
    }

    /** Ends all rests. */
    void clear() {
        models.all().keySet().forEach(model -> models.change(model, before -> ProfileUsage.NONE, AT_ONCE));
        profiles.all().forEach((id, usage) -> {
            if (failedBefore(usage)) {
                profiles.change(
                        id,
                        before -> new ProfileUsage(before.lastUsed(), null, null, null, 0, Map.of(), null),
                        AT_ONCE);
            }
        });
    }

    /** Writes what is not written yet. */
    void flush() {
        models.flush();
        profiles.flush();
    }
}
