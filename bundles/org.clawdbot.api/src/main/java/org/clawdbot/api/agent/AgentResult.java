package org.clawdbot.api.agent;

import java.util.List;
import java.util.Objects;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatResult;

/**
 * A finished turn.
 *
 * @param reply the last reply, with usage, cost and attempts of the whole turn
 * @param toolRuns the tools that ran, in their order
 * @param conversation every message of the conversation, those of this turn included
 */
public record AgentResult(ChatResult reply, List<ToolRun> toolRuns, List<ChatMessage> conversation) {

    /** Checks that there is a reply and copies the lists. */
    public AgentResult {
        Objects.requireNonNull(reply, "reply");
        toolRuns = List.copyOf(toolRuns);
        conversation = List.copyOf(conversation);
    }
}
