package org.clawdbot.api.agent;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a session as it stands.
 *
 * @param name its name
 * @param changed when something was last added
 * @param instruction what goes before every turn, or null
 * @param turns the answered turns, oldest first
 * @param pending what was said last and not answered to its end, or empty
 */
public record Session(
        String name, Instant changed, @Nullable String instruction, List<Turn> turns, List<ChatMessage> pending) {

    /** Copies the lists. */
    public Session {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(changed, "changed");
        turns = List.copyOf(turns);
        pending = List.copyOf(pending);
    }

    /**
     * Adds up what the turns took.
     *
     * @return the tokens of those turns that have them, or null if none has
     */
    public @Nullable Usage usage() {
        return turns.stream()
                .map(Turn::usage)
                .filter(Objects::nonNull)
                .reduce(Usage::plus)
                .orElse(null);
    }

    /**
     * Adds up what the turns cost.
     *
     * @return the cost, or null if that of a turn is unknown
     */
    public @Nullable Cost cost() {
        Cost sum = new Cost(BigDecimal.ZERO);
        for (Turn turn : turns) {
            Cost cost = turn.cost();
            if (cost == null) {
                return null;
            }
            sum = sum.plus(cost);
        }
        return sum;
    }

    /** Shows the shape of the conversation, never what was said. */
    @Override
    public String toString() {
        return "Session[name=" + name + ", turns=" + turns.size() + "]";
    }

    /**
     * A turn that was answered.
     *
     * @param time when the answer was complete
     * @param messages what was said, the calls of tools and what they answered, and the answer
     * @param model the full name of the model that was asked, or null if that is not on record
     * @param usage the tokens of all requests of the turn, or null if they are unknown
     * @param cost the cost of all requests of the turn, or null if it is unknown
     */
    public record Turn(
            Instant time,
            List<ChatMessage> messages,
            @Nullable String model,
            @Nullable Usage usage,
            @Nullable Cost cost) {

        /** Copies the messages. */
        public Turn {
            Objects.requireNonNull(time, "time");
            messages = List.copyOf(messages);
        }

        /** Shows the shape of the turn, never what was said. */
        @Override
        public String toString() {
            return "Turn[messages=" + messages.size() + ", model=" + model + "]";
        }
    }
}
