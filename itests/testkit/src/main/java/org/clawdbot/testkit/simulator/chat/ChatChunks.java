package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.jspecify.annotations.Nullable;

/** The JSON documents of one streamed answer, in the shape engines behind the gateway were seen to send. */
final class ChatChunks {

    private static final int ARGUMENT_CHARS = 10;

    private interface Delta {
        void writeTo(ObjectNode delta);
    }

    private final Answer answer;
    private final Behaviour behaviour;
    private final String verification;
    private final List<Delta> callDeltas = new ArrayList<>();
    private final int deltas;
    private String id;
    private long reasoningChars;
    private long otherChars;

    ChatChunks(Answer answer, Behaviour behaviour, String verification) {
        this.answer = answer;
        this.behaviour = behaviour;
        this.verification = verification;
        this.id = answer.id();
        for (int i = 0; i < answer.calls().size(); i++) {
            addCall(answer.calls().get(i), i);
        }
        this.deltas = answer.reasoning().size() + answer.text().size() + callDeltas.size();
    }

    /** Number of documents: role, deltas, finish, and usage unless it is switched off. */
    int size() {
        return deltas + (usage().equals("none") ? 2 : 3);
    }

    void restartAs(String newId) {
        id = newId;
        reasoningChars = 0;
        otherChars = 0;
    }

    /** The document at a position; must be asked for in order, because usage grows. */
    ObjectNode chunk(int position) {
        if (position == 0) {
            return chunk(delta -> delta.put("role", "assistant").put("content", ""), null, false);
        }
        if (position <= deltas) {
            return chunk(delta(position - 1), null, usage().equals("every"));
        }
        if (position == deltas + 1) {
            return chunk(delta -> delta.putNull("content"), answer.sentFinishReason(), usage().equals("every"));
        }
        ObjectNode last = envelope();
        last.putArray("choices");
        last.set("usage", answer.usage(reasoningChars, otherChars, true, behaviour));
        return last;
    }

    private String usage() {
        return behaviour.text(Setting.USAGE, "every");
    }

    private Delta delta(int index) {
        int reasoning = answer.reasoning().size();
        int text = answer.text().size();
        if (index < reasoning) {
            String piece = answer.reasoning().get(index);
            reasoningChars += piece.length();
            return delta -> putReasoning(delta.putNull("content"), piece, behaviour);
        }
        if (index < reasoning + text) {
            String piece = answer.text().get(index - reasoning);
            otherChars += piece.length();
            return delta -> delta.put("content", piece);
        }
        return callDeltas.get(index - reasoning - text);
    }

    static void putReasoning(ObjectNode target, String text, Behaviour behaviour) {
        String field = behaviour.text(Setting.REASONING_FIELD, "reasoning_content");
        if (!field.equals("reasoning")) {
            target.put("reasoning_content", text);
        }
        if (!field.equals("reasoning_content")) {
            target.put("reasoning", text);
        }
    }

    private void addCall(ToolCall call, int index) {
        callDeltas.add(delta -> addFragment(delta, index, call.id(), call.name(), ""));
        for (String piece : Pieces.of(call.arguments(), behaviour.number(Setting.CHUNK_CHARS, ARGUMENT_CHARS))) {
            callDeltas.add(delta -> {
                otherChars += piece.length();
                addFragment(delta, index, null, null, piece);
            });
        }
    }

    private void addFragment(
            ObjectNode delta, int index, @Nullable String callId, @Nullable String name, String arguments) {
        ObjectNode call = delta.putNull("content").putArray("tool_calls").addObject();
        switch (behaviour.text(Setting.TOOL_INDEX, "normal")) {
            case "missing" -> {
                // Some engines leave it out: clients go by id.
            }
            case "zero" -> call.put("index", 0);
            default -> call.put("index", index);
        }
        call.put("id", callId).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
    }

    private ObjectNode chunk(Delta delta, @Nullable String finishReason, boolean withUsage) {
        ObjectNode chunk = envelope();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        ObjectNode content = choice.putObject("delta");
        delta.writeTo(content);
        if (!content.has("reasoning_content") && !content.has("reasoning")) {
            content.putNull("reasoning_content");
        }
        if (!content.has("tool_calls")) {
            content.putNull("tool_calls");
        }
        choice.putNull("logprobs").put("finish_reason", finishReason).putNull("matched_stop");
        if (withUsage) {
            chunk.set("usage", answer.usage(reasoningChars, otherChars, finishReason != null, behaviour));
        } else {
            chunk.putNull("usage");
        }
        return chunk.put("chutes_verification", verification);
    }

    private ObjectNode envelope() {
        return Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", answer.created())
                .put("model", answer.model());
    }
}
