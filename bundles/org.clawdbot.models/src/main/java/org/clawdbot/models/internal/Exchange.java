package org.clawdbot.models.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.observation.ChatObservation;
import org.jspecify.annotations.Nullable;

/**
 * One request with everything that is needed to have it answered.
 *
 * @param request the request
 * @param listener hears what happens before the first token
 * @param decisions what followed from the settings when it began
 * @param transports who sends
 * @param shared what all requests share
 * @param observation who watches
 * @param tries what was tried so far
 */
record Exchange(
        ChatRequest request,
        Consumer<? super ChatEvent.Notice> listener,
        Decisions decisions,
        Parts<CompletionsTransport> transports,
        Shared shared,
        ChatObservation observation,
        Tries tries) {

    static Exchange begin(
            ChatRequest request,
            Consumer<? super ChatEvent.Notice> listener,
            Decisions decisions,
            Parts<CompletionsTransport> transports,
            Shared shared,
            ChatObservation observation) {
        Consumer<? super ChatEvent.Notice> both = notice -> {
            observation.notice(notice);
            listener.accept(notice);
        };
        return new Exchange(
                request,
                observation == ChatObservation.NONE ? listener : both,
                decisions,
                transports,
                shared,
                observation,
                new Tries(observation));
    }

    /**
     * What all requests share.
     *
     * @param cooldowns what rests
     * @param conversations which credential serves which conversation
     * @param ledger what was spent
     * @param limits warns of quotas
     * @param handover knows which parts have just gone
     * @param clock tells the time
     */
    record Shared(
            Cooldowns cooldowns,
            Conversations conversations,
            Ledger ledger,
            LimitWatch limits,
            Handover handover,
            Clock clock) {}

    /**
     * How a request is sent.
     *
     * @param <R> what the sender gives
     */
    @FunctionalInterface
    interface Sender<R> {

        R send(CompletionsTransport transport, CompletionRequest completion, Reply reply);
    }

    ModelChoice models() {
        return decisions.models();
    }

    Instant now() {
        return shared.clock().instant();
    }

    /** The only profile of a provider that may be used, or null where the request names none of it. */
    @Nullable
    String pinned(String provider) {
        String profile = request.profile();
        return profile != null && profile.startsWith(provider + ":") ? profile : null;
    }

    boolean teeOnly(String provider) {
        return request.requireTee() || decisions.settings().teeOnly(provider);
    }

    /** The reply of a model that is asked now. */
    Reply reply(ModelInfo model, String profileId) {
        return new Reply(
                model,
                profileId,
                tries.attempts(),
                notices(model),
                models(),
                shared.ledger(),
                shared.limits(),
                observation);
    }

    /** Says why this model answers and not the one that was meant to, and what the budget cannot see. */
    private List<ChatEvent.Notice> notices(ModelInfo model) {
        boolean blind = decisions.budget().isBlindTo(model);
        if (tries.isEmpty() && !blind) {
            return List.of();
        }
        String answering = model.reference().toString();
        List<ChatEvent.Notice> notices = new ArrayList<>();
        for (Attempt attempt : tries.attempts()) {
            if (!answering.equals(attempt.model())) {
                notices.add(new ChatEvent.Notice(
                        "fallback", answering + " answers in place of " + attempt.model() + ": " + attempt.message()));
            }
        }
        if (blind) {
            notices.add(new ChatEvent.Notice(
                    "unpriced", "The price of " + answering + " is unknown, so that the budget cannot count it"));
        }
        return notices;
    }
}
