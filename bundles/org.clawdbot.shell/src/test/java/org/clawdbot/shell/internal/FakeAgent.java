package org.clawdbot.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.ToolRun;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ToolCall;

/** Answers with what it was told to. */
public final class FakeAgent implements Agent {

    public final List<AgentRequest> requests = new ArrayList<>();
    public ChatResult reply = ChatResult.builder("chutes/m").text("Hello").build();
    public String reasoning = "";
    public ToolCall call;
    public RuntimeException failure;
    public int pieces;
    public Runnable meanwhile = () -> {};

    @Override
    public AgentResult run(AgentRequest request, AgentListener listener) {
        requests.add(request);
        meanwhile.run();
        reply.notices().forEach(listener::onEvent);
        if (!reasoning.isEmpty()) {
            listener.onReasoning(reasoning);
        }
        List<ToolRun> runs = new ArrayList<>();
        if (call != null) {
            runs.add(new ToolRun(call, "noon", false));
            listener.onToolRun(runs.get(0));
        }
        for (String piece : reply.text().split("(?<= )")) {
            pieces++;
            listener.onText(piece);
        }
        if (failure != null) {
            throw failure;
        }
        listener.onCompleted(reply);
        return new AgentResult(reply, runs, request.chat().messages());
    }
}
