package org.clawdbot.api.agent;

import java.util.List;
import java.util.Objects;
import org.clawdbot.api.chat.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is asked to do in one turn.
 *
 * @param chat the conversation and how to answer; its {@code tools} are added to those of the host
 * @param tools the names of the host's tools the model may call, or null for all of them
 * @param maxRounds how many times the model may call tools before it must answer, at least 1
 */
public record AgentRequest(ChatRequest chat, @Nullable List<String> tools, int maxRounds) {

    /** How many rounds of tool calls a turn has unless the caller says otherwise. */
    public static final int DEFAULT_ROUNDS = 16;

    /** Checks the values and copies the names. */
    public AgentRequest {
        Objects.requireNonNull(chat, "chat");
        tools = tools == null ? null : List.copyOf(tools);
        if (maxRounds < 1) {
            throw new IllegalArgumentException("maxRounds must be at least 1, not " + maxRounds);
        }
    }

    /**
     * Asks with all tools of the host.
     *
     * @param chat the conversation and how to answer
     * @return the request
     */
    public static AgentRequest of(ChatRequest chat) {
        return new AgentRequest(chat, null, DEFAULT_ROUNDS);
    }
}
