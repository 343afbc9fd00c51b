package org.clawdbot.sessions.file.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatMessage.AssistantMessage;
import org.clawdbot.api.chat.ChatMessage.SystemMessage;
import org.clawdbot.api.chat.ChatMessage.ToolMessage;
import org.clawdbot.api.chat.ChatMessage.UserMessage;
import org.clawdbot.api.chat.ContentPart;
import org.jspecify.annotations.Nullable;

/**
 * Finds how many of the newest turns fit into a model's window. Whoever counts tokens is the provider; here they are
 * estimated from above, a token for three bytes, because a turn too many costs the whole request.
 */
final class WindowFit {

    private static final long BYTES_PER_TOKEN = 3;
    private static final long PER_MESSAGE = 8;
    private static final long PER_IMAGE = 1500;
    private static final long ANSWERS_SHARE = 4;

    private final long room;

    private WindowFit(long room) {
        this.room = room;
    }

    /** Leaves room for the answer: what the request allows it, else a quarter of the window or what the model can give. */
    static WindowFit of(long window, @Nullable Integer maxTokens, @Nullable Long maxOutput) {
        long share = window / ANSWERS_SHARE;
        long answer = maxTokens != null ? maxTokens : maxOutput == null ? share : Math.min(share, maxOutput);
        return new WindowFit(window - answer);
    }

    /** Gives how many turns are to be left out, from the oldest on, so that the rest fits beside what must be sent. */
    int leftOut(List<Session.Turn> turns, List<ChatMessage> always) {
        long left = room - tokens(always);
        int first = turns.size();
        while (first > 0) {
            left -= tokens(turns.get(first - 1).messages());
            if (left < 0) {
                break;
            }
            first--;
        }
        return first;
    }

    private static long tokens(List<ChatMessage> messages) {
        return messages.stream().mapToLong(WindowFit::tokens).sum();
    }

    private static long tokens(ChatMessage message) {
        if (message instanceof UserMessage user) {
            return PER_MESSAGE
                    + user.content().stream().mapToLong(WindowFit::tokens).sum();
        }
        if (message instanceof AssistantMessage reply) {
            return PER_MESSAGE
                    + tokens(reply.text())
                    + (reply.reasoning() == null ? 0 : tokens(reply.reasoning()))
                    + reply.toolCalls().stream()
                            .mapToLong(call -> PER_MESSAGE + tokens(call.name()) + tokens(call.arguments()))
                            .sum();
        }
        String text = message instanceof SystemMessage system ? system.text() : ((ToolMessage) message).text();
        return PER_MESSAGE + tokens(text);
    }

    private static long tokens(ContentPart part) {
        return part instanceof ContentPart.Text text ? tokens(text.text()) : PER_IMAGE;
    }

    private static long tokens(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }
}
