package org.clawdbot.sessions.file.internal;

import java.time.Clock;
import java.util.List;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.ToolRun;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ToolCall;

/** Writes down what a turn brings when it comes, and passes it on. */
final class TurnRecorder implements AgentListener {

    private final RecordFile file;
    private final int turn;
    private final Clock clock;
    private final AgentListener listener;

    TurnRecorder(RecordFile file, int turn, Clock clock, AgentListener listener) {
        this.file = file;
        this.turn = turn;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void onEvent(ChatEvent event) {
        listener.onEvent(event);
    }

    @Override
    public void onText(String text) {
        listener.onText(text);
    }

    @Override
    public void onReasoning(String text) {
        listener.onReasoning(text);
    }

    @Override
    public void onCompleted(ChatResult result) {
        file.append(List.of(new Lines(clock.instant()).reply(turn, result)));
        listener.onCompleted(result);
    }

    @Override
    public void onToolCall(ToolCall call) {
        listener.onToolCall(call);
    }

    @Override
    public void onToolRun(ToolRun run) {
        ChatMessage answer = new ChatMessage.ToolMessage(run.call().id(), run.answer());
        file.append(List.of(new Lines(clock.instant()).message(turn, answer)));
        listener.onToolRun(run);
    }
}
