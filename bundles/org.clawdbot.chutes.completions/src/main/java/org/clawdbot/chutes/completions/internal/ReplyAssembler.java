package org.clawdbot.chutes.completions.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.chutes.completions.internal.CallMarkup.LeakedCall;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.jspecify.annotations.Nullable;

/**
 * Puts a reply together and decides how it ended. A reply is whole only if the model gave a reason to finish, nothing
 * reported an error, and all of it belonged to one completion.
 */
final class ReplyAssembler {

    /** A count that the server did not give. */
    static final long UNKNOWN = -1;

    private static final int MAX_CALLS = 1000;

    /** Far more characters than any model answers with; only a server that means harm sends them. */
    private static final int MAX_SIZE = 16 * 1024 * 1024;

    private static final Set<String> GIVEN_UP = Set.of("abort", "error");

    private final ReplyRules rules;
    private final @Nullable String invocationId;
    private final @Nullable AccountLimits limits;
    private final Deque<ChatEvent> events = new ArrayDeque<>();
    private final List<ChatEvent.Notice> notices = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ToolCallAssembler toolCalls = new ToolCallAssembler();
    private final @Nullable ThinkingSplitter thinking;
    private final @Nullable LeakedCalls leaked;

    private List<Attempt> attempts = List.of();
    private int size;
    private String completionId = "";
    private String answeredModel = "";
    private @Nullable FinishReason finishReason;
    private @Nullable String error;
    private @Nullable String message;
    private boolean mixed;
    private boolean recovered;

    private long inputTokens = UNKNOWN;
    private long outputTokens;
    private long cachedTokens;
    private long thoughtTokens;
    private long totalTokens;

    ReplyAssembler(ReplyRules rules, @Nullable String invocationId, @Nullable AccountLimits limits) {
        this.rules = rules;
        this.invocationId = invocationId;
        this.limits = limits;
        this.leaked =
                rules.tools().isEmpty() ? null : new LeakedCalls(rules.tools(), text, this::said, this::recovered);
        this.thinking = rules.thinking() == ReplyRules.ThinkingTags.ARE_TEXT
                ? null
                : new ThinkingSplitter(
                        rules.thinking() == ReplyRules.ThinkingTags.MAY_ONLY_CLOSE, this::thought, this::answered);
        events.add(new ChatEvent.Started(rules.model(), invocationId));
        rules.notices().forEach(this::tell);
    }

    /** Notes the tries that failed before this reply began. */
    ReplyAssembler after(List<Attempt> failed) {
        attempts = List.copyOf(failed);
        return this;
    }

    @Nullable
    ChatEvent poll() {
        return events.poll();
    }

    void id(char[] buffer, int offset, int length) {
        if (length == 0 || same(completionId, buffer, offset, length)) {
            return;
        }
        mixed = !completionId.isEmpty();
        completionId = new String(buffer, offset, length);
    }

    void model(char[] buffer, int offset, int length) {
        if (length > 0 && !same(answeredModel, buffer, offset, length)) {
            answeredModel = new String(buffer, offset, length);
        }
    }

    private static boolean same(String known, char[] buffer, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != buffer[offset + i]) {
                return false;
            }
        }
        return true;
    }

    void text(String piece) {
        if (piece.isEmpty() || mixed) {
            return;
        }
        grown(piece);
        if (thinking == null) {
            answered(piece);
        } else {
            thinking.take(piece);
        }
    }

    void reasoning(String piece) {
        if (piece.isEmpty() || mixed) {
            return;
        }
        grown(piece);
        if (thinking != null) {
            thinking.standDown();
        }
        thought(piece);
    }

    void toolCall(int index, @Nullable String id, @Nullable String name, String arguments) {
        if (mixed) {
            return;
        }
        if (leaked != null) {
            leaked.standDown();
        }
        grown(arguments);
        int place = toolCalls.add(index, id, name, arguments);
        called(place);
        events.add(new ChatEvent.ToolCallDelta(place, id, name, arguments));
    }

    private void called(int place) {
        if (place >= MAX_CALLS) {
            error("more than " + MAX_CALLS + " tool calls in one answer");
        }
    }

    /** Counts what arrives, and not what is passed on, so that it counts what is held back, too. */
    private void grown(String piece) {
        size += piece.length();
        if (size > MAX_SIZE) {
            error("more than " + MAX_SIZE + " characters in one answer");
        }
    }

    void finishReason(String reason) {
        if (!reason.isEmpty()) {
            finishReason = new FinishReason(reason);
        }
    }

    /** Takes the latest counts, which replace all before; {@link #UNKNOWN} for what is not known. */
    void usage(long input, long output, long cached, long thought, long total) {
        inputTokens = input;
        outputTokens = output;
        cachedTokens = cached;
        thoughtTokens = thought;
        totalTokens = total;
    }

    void error(String reason) {
        error = ChutesErrors.presentable(reason);
    }

    /** Notes an error whose reason, if any, is the message of the chunk. */
    void failed() {
        error = error == null ? "" : error;
    }

    /** Notes a text that is the reason if there is an error. */
    void message(@Nullable String reason) {
        message = reason;
    }

    /** Notes JSON outside of any event, which the gateway sends only when it fails. */
    void unframed() {
        failed();
    }

    private void answered(String piece) {
        if (leaked == null) {
            said(piece);
        } else {
            leaked.take(piece);
        }
    }

    private void said(String piece) {
        text.append(piece);
        events.add(new ChatEvent.TextDelta(piece));
    }

    private void thought(String piece) {
        reasoning.append(piece);
        events.add(new ChatEvent.ReasoningDelta(piece));
    }

    private void recovered(List<LeakedCall> calls) {
        for (LeakedCall call : calls) {
            int place = toolCalls.addWhole(call);
            called(place);
            ToolCall whole = toolCalls.call(place);
            events.add(new ChatEvent.ToolCallDelta(place, whole.id(), whole.name(), whole.arguments()));
        }
        if (!recovered) {
            recovered = true;
            tell(new ChatEvent.Notice(
                    "tool-call-recovered",
                    "The model wrote a tool call into its text; it was taken out and is carried out"));
        }
    }

    private void tell(ChatEvent.Notice notice) {
        notices.add(notice);
        events.add(notice);
    }

    /** Fails if what arrived so far can no longer become a whole reply. */
    void check(ErrorDetails known) {
        if (error != null) {
            String reason = error.isEmpty() && message != null ? ChutesErrors.presentable(message) : error;
            String quoted = reason.isEmpty() ? "" : " (\"" + reason + "\")";
            throw broken("provider-error", "Chutes failed while it answered" + quoted + "; try again", known, null);
        }
        if (mixed) {
            throw broken(
                    "restarted",
                    "Chutes began a second answer within the first one, so neither can be trusted; try again",
                    known,
                    null);
        }
    }

    /** Queues the end of a whole reply, or fails if it is not whole. */
    ChatResult finish(ErrorDetails known) {
        check(known);
        FinishReason reason = finishReason;
        if (reason == null) {
            throw broken("truncated", "The answer was cut off before the model had finished; try again", known, null);
        }
        if (GIVEN_UP.contains(reason.value())) {
            // Engines end an answer that they gave up with a reason of its own; it is not an answer.
            throw broken(
                    "given-up",
                    "The model gave up in the middle of the answer (" + reason + "); try again",
                    known,
                    null);
        }
        boolean complete = !reason.equals(FinishReason.LENGTH);
        release(complete);
        ChatResult result =
                result(toolCalls.finished(complete)).finishReason(reason).build();
        events.add(new ChatEvent.Completed(result));
        return result;
    }

    StreamBrokenException broken(String code, String why, ErrorDetails known, @Nullable Throwable cause) {
        release(false);
        ErrorDetails details = known.withAnswer(200, invocationId, null).withLimits(limits);
        return new StreamBrokenException(code, why, result(toolCalls.calls()).build(), details, cause);
    }

    private void release(boolean complete) {
        if (thinking != null) {
            thinking.end(!complete);
        }
        if (leaked != null) {
            leaked.end(complete);
        }
    }

    private ChatResult.Builder result(List<ToolCall> calls) {
        return ChatResult.builder(rules.model())
                .text(text.toString())
                .reasoning(reasoning.isEmpty() ? null : reasoning.toString())
                .toolCalls(calls)
                .usage(usage())
                .answeredModel(answeredModel.isEmpty() ? null : answeredModel)
                .invocationId(invocationId)
                .limits(limits)
                .attempts(attempts)
                .notices(notices);
    }

    private @Nullable Usage usage() {
        return inputTokens == UNKNOWN
                ? null
                : new Usage(inputTokens, outputTokens, orNull(cachedTokens), orNull(thoughtTokens), totalTokens);
    }

    private static @Nullable Long orNull(long count) {
        return count == UNKNOWN ? null : Long.valueOf(count);
    }
}
