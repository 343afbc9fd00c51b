package org.clawdbot.shell.internal.command;

import java.util.List;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatMessage.AssistantMessage;
import org.clawdbot.api.chat.ChatMessage.SystemMessage;
import org.clawdbot.api.chat.ChatMessage.ToolMessage;
import org.clawdbot.api.chat.ChatMessage.UserMessage;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.jspecify.annotations.Nullable;

/** Shows a conversation to people and to programs. */
final class SessionText {

    private SessionText() {}

    /** Gives an amount of money to the last digit that says something. */
    static String cost(@Nullable Cost cost) {
        return cost == null ? Quantities.UNKNOWN : "$" + Quantities.price(cost.usd());
    }

    /** Gives the model that was asked last, or null. */
    static @Nullable String model(Session session) {
        List<Session.Turn> turns = session.turns();
        return turns.isEmpty() ? null : turns.get(turns.size() - 1).model();
    }

    /** Writes what is known of a conversation besides what was said. */
    static void summary(Json json, Session session) {
        Cost cost = session.cost();
        json.put("name", session.name())
                .put("changed", session.changed())
                .put("turns", session.turns().size())
                .put("model", model(session));
        TurnDocument.took(json, session.usage(), cost);
    }

    /** Writes a message as it was said. */
    static void write(Json json, ChatMessage message) {
        if (message instanceof UserMessage user) {
            json.put("role", "user").put("text", text(user)).put("images", images(user));
        } else if (message instanceof AssistantMessage reply) {
            json.put("role", "assistant")
                    .put("text", reply.text())
                    .put("reasoning", reply.reasoning())
                    .array("toolCalls", reply.toolCalls(), (call, value) -> call.put("id", value.id())
                            .put("name", value.name())
                            .put("arguments", value.arguments()));
        } else if (message instanceof ToolMessage tool) {
            json.put("role", "tool").put("callId", tool.callId()).put("text", tool.text());
        } else if (message instanceof SystemMessage system) {
            json.put("role", "system").put("text", system.text());
        }
    }

    /** Gives the conversation as Markdown, with a heading above each message. */
    static String markdown(Session session) {
        StringBuilder text = new StringBuilder("# " + session.name() + "\n");
        if (session.instruction() != null) {
            section(text, "Instruction", session.instruction());
        }
        for (Session.Turn turn : session.turns()) {
            turn.messages().forEach(message -> section(text, message, turn.model()));
        }
        session.pending().forEach(message -> section(text, message, null));
        if (!session.pending().isEmpty()) {
            text.append("\n*Not answered.*\n");
        }
        return text.toString();
    }

    private static void section(StringBuilder text, ChatMessage message, @Nullable String model) {
        if (message instanceof UserMessage user) {
            section(text, "You", text(user) + "\n\n*An image.*".repeat(images(user)));
        } else if (message instanceof AssistantMessage reply) {
            reply.toolCalls()
                    .forEach(call -> section(text, "Tool: " + call.name(), "```json\n" + call.arguments() + "\n```"));
            if (!reply.text().isBlank()) {
                section(text, model == null ? "Model" : model, reply.text());
            }
        } else if (message instanceof ToolMessage tool) {
            text.append("\n```\n").append(tool.text().strip()).append("\n```\n");
        }
    }

    private static void section(StringBuilder text, String heading, String body) {
        text.append("\n## ").append(heading).append("\n\n").append(body.strip()).append('\n');
    }

    /** Gives the words of a message. */
    static String text(UserMessage user) {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : user.content()) {
            if (part instanceof ContentPart.Text words) {
                text.append(text.isEmpty() ? "" : "\n").append(words.text());
            }
        }
        return text.toString();
    }

    private static int images(UserMessage user) {
        return (int) user.content().stream()
                .filter(ContentPart.Image.class::isInstance)
                .count();
    }
}
