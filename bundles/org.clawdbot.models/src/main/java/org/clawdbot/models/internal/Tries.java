package org.clawdbot.models.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.error.AllFailedException;
import org.clawdbot.api.error.CooldownException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.observation.ChatObservation;
import org.jspecify.annotations.Nullable;

/** What was tried for one request so far, in vain. */
final class Tries {

    private static final long MINUTES_SHOWN = 120;

    private final ChatObservation observation;
    private final List<Failed> failed = new ArrayList<>();

    Tries(ChatObservation observation) {
        this.observation = observation;
    }

    private record Failed(Attempt attempt, ModelException failure) {}

    /** Notes a try that failed, or that was passed over. */
    void add(String model, @Nullable String profileId, ModelException failure) {
        Attempt attempt = Attempt.failed(model, profileId, failure);
        failed.add(new Failed(attempt, failure));
        observation.attemptFailed(attempt);
    }

    /** Forgets that a model was passed over, because it is tried after all. */
    void triedAfterAll(String model) {
        failed.removeIf(each -> each.attempt().model().equals(model) && each.failure() instanceof CooldownException);
    }

    boolean isEmpty() {
        return failed.isEmpty();
    }

    List<Attempt> attempts() {
        return failed.isEmpty()
                ? List.of()
                : failed.stream().map(Failed::attempt).toList();
    }

    /** Why nobody answered: the one reason if there is but one, and otherwise all of them. */
    ModelException failure(Instant now) {
        List<ModelException> failures = failed.stream().map(Failed::failure).toList();
        if (failures.isEmpty()) {
            throw new IllegalStateException("There is always at least one model to try");
        }
        if (failures.stream().allMatch(CooldownException.class::isInstance)) {
            return soonest(now);
        }
        return failures.size() == 1 ? failures.get(0) : new AllFailedException(message(), attempts(), failures);
    }

    /** What the caller is thrown for a failure that nobody else could mend: itself, with what was tried before. */
    ModelException ending(ModelException last) {
        failed.stream().map(Failed::failure).filter(failure -> failure != last).forEach(last::addSuppressed);
        return last;
    }

    private CooldownException soonest(Instant now) {
        CooldownException soonest = failed.stream()
                .map(each -> (CooldownException) each.failure())
                .min(Comparator.comparing(CooldownException::availableAt))
                .orElseThrow();
        return failed.size() == 1
                ? soonest
                : new CooldownException(
                        soonest.subject(),
                        "Nothing was sent: everything that could answer failed a short while ago and rests. Soonest: "
                                + soonest.getMessage(),
                        soonest.availableAt(),
                        soonest.reason(),
                        attempts(),
                        soonest.details().withRetryAfter(Duration.between(now, soonest.availableAt())));
    }

    private String message() {
        boolean oneModel =
                failed.stream().map(each -> each.attempt().model()).distinct().count() == 1;
        return (oneModel ? "All credentials failed (" : "All models failed (") + failed.size() + "): "
                + failed.stream()
                        .map(each -> name(each.attempt(), oneModel) + ": "
                                + each.attempt().message())
                        .collect(Collectors.joining("; "));
    }

    private static String name(Attempt attempt, boolean oneModel) {
        String profile = attempt.profileId();
        if (profile == null) {
            return attempt.model();
        }
        return oneModel ? profile : attempt.model() + " with " + profile;
    }

    /** How long somebody has to wait, in words: {@code in 12 s}. */
    static String in(Duration wait) {
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        if (seconds < MINUTES_SHOWN) {
            return "in " + seconds + " s";
        }
        long minutes = (seconds + 59) / 60;
        return minutes < MINUTES_SHOWN ? "in " + minutes + " min" : "in " + (minutes + 59) / 60 + " h";
    }
}
