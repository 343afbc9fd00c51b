package org.clawdbot.api.agent;

import org.clawdbot.api.chat.ChatListener;
import org.clawdbot.api.chat.ToolCall;
import org.osgi.annotation.versioning.ConsumerType;

/** Follows a turn: the replies as they arrive, and the tools between them. Called by the thread that runs the turn. */
@ConsumerType
public interface AgentListener extends ChatListener {

    /**
     * Takes a call that is about to be carried out.
     *
     * @param call what the model asked for
     */
    default void onToolCall(ToolCall call) {}

    /**
     * Takes a call that was carried out.
     *
     * @param run the call and its answer
     */
    default void onToolRun(ToolRun run) {}
}
