package org.clawdbot.sessions.file.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.ToolRun;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ToolCall;

/** Answers as it was told to, calling tools in between. */
final class ScriptedAgent implements Agent {

    final List<AgentRequest> requests = new ArrayList<>();
    private final Deque<ChatResult> replies = new ArrayDeque<>();
    Consumer<ChatResult> afterReply = reply -> {};

    ScriptedAgent answers(String text) {
        return replies(ChatResult.builder("chutes/m").text(text).build());
    }

    ScriptedAgent replies(ChatResult reply) {
        replies.add(reply);
        return this;
    }

    List<ChatMessage> sent(int request) {
        return requests.get(request).chat().messages();
    }

    @Override
    public AgentResult run(AgentRequest request, AgentListener listener) {
        requests.add(request);
        List<ChatMessage> conversation = new ArrayList<>(request.chat().messages());
        List<ToolRun> runs = new ArrayList<>();
        while (true) {
            ChatResult reply = replies.remove();
            listener.deliver(new ChatEvent.Completed(reply));
            conversation.add(reply.toMessage());
            afterReply.accept(reply);
            if (reply.toolCalls().isEmpty() || replies.isEmpty()) {
                return new AgentResult(reply, runs, conversation);
            }
            for (ToolCall call : reply.toolCalls()) {
                ToolRun run = new ToolRun(call, "answer of " + call.name(), false);
                runs.add(run);
                conversation.add(new ChatMessage.ToolMessage(call.id(), run.answer()));
                listener.onToolRun(run);
            }
        }
    }
}
