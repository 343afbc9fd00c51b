package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.api.observation.ChatObservation;
import org.jspecify.annotations.Nullable;

/** A reply that has begun, up to its one end: what it cost is added up there, and whoever watches is told. */
final class Reply {

    private final ModelInfo model;
    private final String name;
    private final String profileId;
    private final List<Attempt> attempts;
    private final List<ChatEvent.Notice> before;
    private final ModelChoice models;
    private final Ledger ledger;
    private final LimitWatch limits;
    private final ChatObservation observation;
    private final AtomicBoolean ended = new AtomicBoolean();

    Reply(
            ModelInfo model,
            String profileId,
            List<Attempt> attempts,
            List<ChatEvent.Notice> before,
            ModelChoice models,
            Ledger ledger,
            LimitWatch limits,
            ChatObservation observation) {
        this.model = model;
        this.name = model.reference().toString();
        this.profileId = profileId;
        this.attempts = attempts;
        this.before = before;
        this.models = models;
        this.ledger = ledger;
        this.limits = limits;
        this.observation = observation;
    }

    /** What the caller may want to know before the reply. */
    List<ChatEvent.Notice> before() {
        return before;
    }

    /** Hears a notice within the reply. */
    void notice(ChatEvent.Notice notice) {
        observation.notice(notice);
    }

    /** Adds to the result of a transport what only the façade knows; notices that came last are at the end. */
    ChatResult completed(ChatResult result) {
        List<Attempt> all = new ArrayList<>(attempts.size() + result.attempts().size() + 1);
        all.addAll(attempts);
        all.addAll(result.attempts());
        all.add(Attempt.succeeded(name, profileId));
        List<ChatEvent.Notice> notices = new ArrayList<>(before);
        notices.addAll(result.notices());
        Optional<ChatEvent.Notice> warning = limits.look(profileId, result.limits());
        warning.ifPresent(notices::add);
        warning.ifPresent(observation::notice);
        Cost cost = cost(result.usage(), result.answeredModel());
        ChatResult whole =
                result.toBuilder().attempts(all).notices(notices).cost(cost).build();
        if (ended.compareAndSet(false, true)) {
            ledger.add(name, profileId, result.usage(), cost);
            observation.completed(whole);
        }
        return whole;
    }

    /** Notes that the reply broke; what it cost is known only if the provider had said it already. */
    void broke(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            ChatResult partial = failure instanceof StreamBrokenException broken
                    ? broken.partial().orElse(null)
                    : null;
            Usage usage = partial == null ? null : partial.usage();
            Cost cost = partial == null ? null : cost(usage, partial.answeredModel());
            ledger.add(name, profileId, usage, cost);
            Observers.tellEnd(observation, failure);
        }
    }

    /** Notes that the caller wants no more, unless the reply has ended already. */
    void closed() {
        if (ended.compareAndSet(false, true)) {
            ledger.add(name, profileId, null, null);
            observation.cancelled();
        }
    }

    private @Nullable Cost cost(@Nullable Usage usage, @Nullable String answered) {
        return usage == null
                ? null
                : Cost.of(usage, models.answering(model, answered).pricing()).orElse(null);
    }
}
