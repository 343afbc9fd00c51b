package org.clawdbot.health.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ChatObserver;
import org.clawdbot.api.observation.ObservedRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Whether the models that were asked answer: temporarily unavailable while one is full or cold. Learned from the requests
 * that pass; none is sent for it, so a model that nobody asked is of no concern.
 */
@Component(
        name = "org.clawdbot.health.models",
        service = {HealthCheck.class, ChatObserver.class})
@Health(name = "Clawdbot models", resultCacheTtlInMs = 0)
public final class ModelsHealthCheck implements HealthCheck, ChatObserver {

    /** Later it is not known whether it is still so. */
    private static final Duration MEMORY = Duration.ofMinutes(5);

    /** What passes by itself, in the words of {@link org.clawdbot.api.error.ModelException#code}. */
    private static final Set<String> PASSING = Set.of(
            "capacity",
            "cold",
            "rate-limit",
            "ingress-limit",
            "instances-failed",
            "first-token-timeout",
            "maintenance");

    private record Refusal(String code, Instant at) {}

    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final Clock clock;

    /** Begins to listen. */
    @Activate
    public ModelsHealthCheck() {
        this(Clock.systemUTC());
    }

    ModelsHealthCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ChatObservation started(ObservedRequest request) {
        return new ChatObservation() {

            @Override
            public void attemptFailed(Attempt attempt) {
                if (attempt.failure() != null && PASSING.contains(attempt.failure())) {
                    refusals.put(attempt.model(), new Refusal(attempt.failure(), clock.instant()));
                }
            }

            @Override
            public void completed(ChatResult result) {
                result.attempts().stream()
                        .filter(attempt -> attempt.failure() == null)
                        .forEach(attempt -> refusals.remove(attempt.model()));
            }
        };
    }

    @Override
    public Result execute() {
        Instant oldest = clock.instant().minus(MEMORY);
        refusals.values().removeIf(refusal -> refusal.at().isBefore(oldest));
        Outcome outcome = new Outcome();
        refusals.forEach((model, refusal) ->
                outcome.unavailable(model + " did not answer at " + refusal.at() + ": " + refusal.code()));
        return refusals.isEmpty()
                ? outcome.ok("Every model that was asked answers").result()
                : outcome.result();
    }
}
