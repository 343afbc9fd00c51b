package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.jspecify.annotations.Nullable;

/**
 * What the engine says to one request, before it is cut into stream events.
 *
 * @param id completion id, 32 hexadecimal digits
 * @param model the model named in the answer
 * @param created Unix seconds
 * @param reasoning thinking in pieces; empty for none
 * @param text the reply in pieces; empty when there are calls only
 * @param calls tool calls
 * @param finishReason why it ended
 * @param promptTokens of the request
 * @param cachedTokens of those, how many came from the cache
 */
record Answer(
        String id,
        String model,
        long created,
        List<String> reasoning,
        List<String> text,
        List<ToolCall> calls,
        String finishReason,
        int promptTokens,
        int cachedTokens) {

    private static final int CHARS_PER_TOKEN = 4;

    static int tokens(long chars) {
        return Math.toIntExact((chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN);
    }

    static long chars(List<String> pieces) {
        return pieces.stream().mapToLong(String::length).sum();
    }

    /** The same with other words. */
    Answer with(List<String> newReasoning, List<String> newText, List<ToolCall> newCalls, String newFinish) {
        return new Answer(id, model, created, newReasoning, newText, newCalls, newFinish, promptTokens, cachedTokens);
    }

    /** The finish reason to send, or null. */
    @Nullable
    String sentFinishReason() {
        return finishReason.equals("none") ? null : finishReason;
    }

    ObjectNode usage(long reasoningChars, long otherChars, boolean complete, Behaviour behaviour) {
        var given = behaviour.json(Setting.USAGE_TOKENS);
        int reasoningTokens = tokens(reasoningChars);
        int completion = reasoningTokens + tokens(otherChars);
        int prompt = given.path("prompt").asInt(promptTokens);
        if (complete) {
            completion = given.path("completion").asInt(completion);
            reasoningTokens = given.path("reasoning").asInt(reasoningTokens);
        }
        ObjectNode usage = Json.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", given.path("cached").asInt(cachedTokens));
        return usage.put("reasoning_tokens", reasoningTokens);
    }
}
