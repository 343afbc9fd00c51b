package org.clawdbot.chutes.completions.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.jspecify.annotations.Nullable;

/**
 * Puts a reply together and decides how it ended. A reply is whole only if the model gave a reason to finish, nothing
 * reported an error, and all of it belonged to one completion.
 */
final class ReplyAssembler {

    private static final Set<String> GIVEN_UP = Set.of("abort", "error");

    private final String requestedModel;
    private final @Nullable String invocationId;
    private final @Nullable AccountLimits limits;
    private final Deque<ChatEvent> events = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ToolCallAssembler toolCalls = new ToolCallAssembler();

    private @Nullable String completionId;
    private @Nullable String answeredModel;
    private @Nullable FinishReason finishReason;
    private @Nullable Usage usage;
    private @Nullable String error;
    private boolean mixed;

    ReplyAssembler(String requestedModel, @Nullable String invocationId, @Nullable AccountLimits limits) {
        this.requestedModel = requestedModel;
        this.invocationId = invocationId;
        this.limits = limits;
        events.add(new ChatEvent.Started(requestedModel, invocationId));
    }

    @Nullable
    ChatEvent poll() {
        return events.poll();
    }

    void id(String id) {
        if (id.isEmpty()) {
            return;
        }
        if (completionId == null) {
            completionId = id;
        } else if (!completionId.equals(id)) {
            mixed = true;
        }
    }

    void model(String model) {
        answeredModel = model;
    }

    void text(String piece) {
        if (!piece.isEmpty() && !mixed) {
            text.append(piece);
            events.add(new ChatEvent.TextDelta(piece));
        }
    }

    void reasoning(String piece) {
        if (!piece.isEmpty() && !mixed) {
            reasoning.append(piece);
            events.add(new ChatEvent.ReasoningDelta(piece));
        }
    }

    void toolCall(int index, @Nullable String id, @Nullable String name, String arguments) {
        if (!mixed) {
            int place = toolCalls.add(index, id, name, arguments);
            events.add(new ChatEvent.ToolCallDelta(place, id, name, arguments));
        }
    }

    void finishReason(String reason) {
        if (!reason.isEmpty()) {
            finishReason = new FinishReason(reason);
        }
    }

    void usage(Usage latest) {
        usage = latest;
    }

    void error(String message) {
        error = ChutesErrors.presentable(message);
    }

    /** Notes JSON outside of any event, which the gateway sends only when it fails. */
    void unframed() {
        if (error == null) {
            error = "no reason given";
        }
    }

    /** Fails if what arrived so far can no longer become a whole reply. */
    void check(ErrorDetails known) {
        if (error != null) {
            throw broken(
                    "provider-error", "Chutes failed while it answered (\"" + error + "\"); try again", known, null);
        }
        if (mixed) {
            throw broken(
                    "restarted",
                    "Chutes began a second answer within the first one, so neither can be trusted; try again",
                    known,
                    null);
        }
    }

    /** Engines end an answer that they gave up with a reason of its own; it is not an answer. */
    private boolean givenUp() {
        return finishReason != null && GIVEN_UP.contains(finishReason.value());
    }

    /** Gives the whole reply at the end of the stream, or fails if it is not whole. */
    ChatResult finish(ErrorDetails known) {
        check(known);
        if (finishReason == null) {
            throw broken("truncated", "The answer was cut off before the model had finished; try again", known, null);
        }
        if (givenUp()) {
            throw broken(
                    "given-up",
                    "The model gave up in the middle of the answer (" + finishReason + "); try again",
                    known,
                    null);
        }
        return result().finishReason(finishReason).build();
    }

    StreamBrokenException broken(String code, String message, ErrorDetails known, @Nullable Throwable cause) {
        ErrorDetails details = known.withAnswer(200, invocationId, null);
        return new StreamBrokenException(code, message, result().build(), details, cause);
    }

    private ChatResult.Builder result() {
        return ChatResult.builder(requestedModel)
                .text(text.toString())
                .reasoning(reasoning.isEmpty() ? null : reasoning.toString())
                .toolCalls(toolCalls.calls())
                .usage(usage)
                .answeredModel(answeredModel)
                .invocationId(invocationId)
                .limits(limits);
    }
}
