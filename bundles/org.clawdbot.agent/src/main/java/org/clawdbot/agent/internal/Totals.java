package org.clawdbot.agent.internal;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.Usage;
import org.jspecify.annotations.Nullable;

/** Adds up what the requests of a turn took. What one of them did not say is unknown for the turn, too. */
final class Totals {

    private final List<Attempt> attempts = new ArrayList<>();
    private boolean first = true;
    private @Nullable Usage usage;
    private @Nullable Cost cost;

    void add(ChatResult reply) {
        attempts.addAll(reply.attempts());
        Usage moreUsage = reply.usage();
        Cost moreCost = reply.cost();
        if (first) {
            usage = moreUsage;
            cost = moreCost;
            first = false;
            return;
        }
        usage = usage == null || moreUsage == null ? null : usage.plus(moreUsage);
        cost = cost == null || moreCost == null ? null : cost.plus(moreCost);
    }

    ChatResult applyTo(ChatResult last) {
        return last.toBuilder().usage(usage).cost(cost).attempts(attempts).build();
    }
}
