package org.clawdbot.agent.internal;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.ToolRun;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.tool.AgentTool;
import org.clawdbot.api.tool.ToolException;
import org.jspecify.annotations.Nullable;

/** One turn on one thread. */
final class Turn {

    private static final System.Logger LOG = System.getLogger(Turn.class.getName());

    private final ReplyPump pump;
    private final Map<String, AgentTool> tools;
    private final AgentRequest request;
    private final AgentListener listener;
    private final List<ChatMessage> added = new ArrayList<>();
    private final List<ToolRun> runs = new ArrayList<>();
    private final Totals totals = new Totals();

    Turn(ReplyPump pump, Map<String, AgentTool> tools, AgentRequest request, AgentListener listener) {
        this.pump = pump;
        this.tools = tools;
        this.request = request;
        this.listener = listener;
    }

    AgentResult run() {
        List<ToolDefinition> definitions = definitions();
        for (int round = 0; ; round++) {
            boolean last = round == request.maxRounds();
            if (last) {
                tell(new ChatEvent.Notice(
                        "tool-rounds",
                        "The model called tools " + round + " times in a row and must answer without them now"));
            }
            ChatResult reply = pump.run(next(definitions, round, last), listener::deliver);
            totals.add(reply);
            added.add(reply.toMessage());
            if (last || reply.toolCalls().isEmpty()) {
                return finished(reply);
            }
            for (ToolCall call : reply.toolCalls()) {
                ToolRun run = carryOut(call);
                runs.add(run);
                added.add(new ChatMessage.ToolMessage(call.id(), run.answer()));
                listener.onToolRun(run);
            }
        }
    }

    private List<ToolDefinition> definitions() {
        Map<String, ToolDefinition> byName = new LinkedHashMap<>();
        request.chat().tools().forEach(definition -> byName.put(definition.name(), definition));
        tools.values().forEach(tool -> byName.putIfAbsent(tool.definition().name(), tool.definition()));
        return List.copyOf(byName.values());
    }

    private ChatRequest next(List<ToolDefinition> definitions, int round, boolean last) {
        ChatRequest.Builder builder = request.chat().toBuilder().tools(definitions);
        added.forEach(builder::message);
        return builder.toolChoice(last && !definitions.isEmpty() ? ToolChoice.NONE : choice(round))
                .build();
    }

    /** A choice that forces a call is for the first request only, or the turn would never end. */
    private @Nullable ToolChoice choice(int round) {
        ToolChoice wanted = request.chat().toolChoice();
        boolean free = wanted == null || wanted.equals(ToolChoice.AUTO) || wanted.equals(ToolChoice.NONE);
        return round == 0 || free ? wanted : ToolChoice.AUTO;
    }

    private AgentResult finished(ChatResult reply) {
        List<ChatMessage> conversation = new ArrayList<>(request.chat().messages());
        conversation.addAll(added);
        return new AgentResult(totals.applyTo(reply), runs, conversation);
    }

    private void tell(ChatEvent.Notice notice) {
        listener.onEvent(notice);
    }

    private ToolRun carryOut(ToolCall call) {
        if (Thread.currentThread().isInterrupted()) {
            throw ReplyPump.cancelled(null);
        }
        listener.onToolCall(call);
        if (call.problem() != null) {
            return failed(call, call.problem());
        }
        AgentTool tool = tools.get(call.name());
        if (tool == null) {
            return failed(
                    call,
                    "There is no tool named \"" + call.name() + "\"; there is "
                            + (tools.isEmpty() ? "none" : String.join(", ", tools.keySet())));
        }
        try {
            return new ToolRun(call, tool.call(Arguments.checked(call.arguments())), false);
        } catch (ToolException refusal) {
            String reason = refusal.getMessage();
            return failed(call, reason == null ? "The tool could not do it" : reason);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ReplyPump.cancelled(interrupted);
        } catch (RuntimeException | LinkageError defect) {
            LOG.log(Level.WARNING, "The tool \"" + call.name() + "\" failed", defect);
            return failed(call, "The tool \"" + call.name() + "\" failed; try without it");
        }
    }

    private static ToolRun failed(ToolCall call, String reason) {
        return new ToolRun(call, reason, true);
    }
}
