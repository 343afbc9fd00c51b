package org.clawdbot.shell.internal.command;

import java.util.List;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.ToolRun;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.shell.internal.cli.Json;
import org.jspecify.annotations.Nullable;

/** The document of {@code agent --json}. */
final class TurnDocument {

    private TurnDocument() {}

    static void write(Json document, AgentResult result, List<ChatEvent.Notice> notices, @Nullable String session) {
        ChatResult reply = result.reply();
        document.put("text", reply.text()).put("reasoning", reply.reasoning());
        document.array("toolCalls", result.toolRuns(), TurnDocument::write);
        took(document, reply.usage(), reply.cost());
        document.object("model", json -> json.put("requested", reply.requestedModel())
                        .put("answered", reply.answeredModel()))
                .put("finishReason", reply.finishReason())
                .put("invocationId", reply.invocationId())
                .array("attempts", reply.attempts(), TurnDocument::write)
                .array("notices", notices, TurnDocument::write)
                .put("session", session);
    }

    /** Writes what it took; what is unknown is null. */
    static void took(Json document, @Nullable Usage usage, @Nullable Cost cost) {
        if (usage == null) {
            document.put("usage", null);
        } else {
            document.object("usage", json -> json.put("input", usage.input())
                    .put("output", usage.output())
                    .put("cacheRead", usage.cacheRead())
                    .put("reasoning", usage.reasoning())
                    .put("total", usage.total()));
        }
        if (cost == null) {
            document.put("cost", null);
        } else {
            document.object("cost", json -> json.put("usd", cost.usd()));
        }
    }

    private static void write(Json json, ChatEvent.Notice notice) {
        json.put("code", notice.code()).put("message", notice.message());
    }

    private static void write(Json json, ToolRun run) {
        json.put("id", run.call().id())
                .put("name", run.call().name())
                .put("arguments", run.call().arguments())
                .put("result", run.answer())
                .put("failed", run.failed());
    }

    private static void write(Json json, Attempt attempt) {
        json.put("model", attempt.model())
                .put("profile", attempt.profileId())
                .put("failure", attempt.failure())
                .put("message", attempt.message())
                .put("httpStatus", attempt.httpStatus());
    }
}
