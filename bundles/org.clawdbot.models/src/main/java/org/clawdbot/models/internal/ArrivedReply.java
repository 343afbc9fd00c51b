package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.jspecify.annotations.Nullable;

/** What has arrived of a reply, for the case that its transport breaks off without saying so itself. */
final class ArrivedReply {

    private final CompletionRequest request;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final Map<Integer, Call> calls = new TreeMap<>();
    private final List<ChatEvent.Notice> notices;
    private @Nullable String invocationId;

    /**
     * Begins with nothing.
     *
     * @param request what is answered
     * @param before what was told before the reply
     */
    ArrivedReply(CompletionRequest request, List<ChatEvent.Notice> before) {
        this.request = request;
        this.notices = new ArrayList<>(before);
    }

    void take(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            text.append(delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            reasoning.append(delta.text());
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            calls.computeIfAbsent(delta.index(), index -> new Call()).take(delta);
        } else if (event instanceof ChatEvent.Notice notice) {
            notices.add(notice);
        } else if (event instanceof ChatEvent.Started started) {
            invocationId = started.invocationId();
        }
    }

    /** Gives the error that carries what has arrived. */
    StreamBrokenException broken(String code, String message, @Nullable Throwable cause) {
        List<ToolCall> begun = new ArrayList<>();
        calls.forEach((index, call) -> begun.add(call.begun(index)));
        ChatResult partial = ChatResult.builder(request.model().reference().toString())
                .text(text.toString())
                .reasoning(reasoning.isEmpty() ? null : reasoning.toString())
                .toolCalls(begun)
                .invocationId(invocationId)
                .notices(notices)
                .build();
        return new StreamBrokenException(code, message, partial, known(), cause);
    }

    /** Gives what is known about the request. */
    ErrorDetails known() {
        return ErrorDetails.ofProvider(request.model().reference().provider())
                .withModel(request.model().reference().id())
                .withProfile(request.credential().profileId());
    }

    /** A tool call whose pieces arrive one by one. */
    private static final class Call {

        private final StringBuilder arguments = new StringBuilder();
        private @Nullable String id;
        private @Nullable String name;

        void take(ChatEvent.ToolCallDelta delta) {
            id = id == null ? delta.id() : id;
            name = name == null ? delta.name() : name;
            arguments.append(delta.arguments());
        }

        ToolCall begun(int index) {
            return new ToolCall(id == null ? "call_" + index : id, name == null ? "" : name, arguments.toString());
        }
    }
}
