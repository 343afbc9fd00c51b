package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;

/** The one JSON document of an answer that is not streamed. */
final class PlainAnswer {

    private PlainAnswer() {}

    static ObjectNode of(Answer answer, Behaviour behaviour, String verification) {
        ObjectNode whole = Json.object()
                .put("id", answer.id())
                .put("object", "chat.completion")
                .put("created", answer.created())
                .put("model", answer.model());
        ObjectNode choice = whole.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        String text = String.join("", answer.text());
        message.put("content", text.isEmpty() ? null : text);
        if (answer.reasoning().isEmpty()) {
            message.putNull("reasoning_content");
        } else {
            ChatChunks.putReasoning(message, String.join("", answer.reasoning()), behaviour);
        }
        long otherChars = text.length();
        if (answer.calls().isEmpty()) {
            message.putNull("tool_calls");
        } else {
            ArrayNode calls = message.putArray("tool_calls");
            for (ToolCall call : answer.calls()) {
                otherChars += call.arguments().length();
                ObjectNode entry = calls.addObject().put("id", call.id());
                if (!behaviour.text(Setting.TOOL_INDEX, "normal").equals("missing")) {
                    // Parallel calls were seen with index 0 each when not streamed.
                    entry.put("index", 0);
                }
                entry.put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
        }
        choice.putNull("logprobs")
                .put("finish_reason", answer.sentFinishReason())
                .putNull("matched_stop");
        if (!behaviour.text(Setting.USAGE, "every").equals("none")) {
            whole.set("usage", answer.usage(Answer.chars(answer.reasoning()), otherChars, true, behaviour));
        }
        whole.putObject("metadata").put("weight_version", "default");
        return whole.put("chutes_verification", verification);
    }
}
