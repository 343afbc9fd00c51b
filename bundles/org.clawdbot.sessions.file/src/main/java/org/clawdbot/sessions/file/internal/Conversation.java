package org.clawdbot.sessions.file.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatMessage.AssistantMessage;
import org.clawdbot.api.chat.ChatMessage.ToolMessage;
import org.clawdbot.api.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/** What the lines of a record amount to, line after line. */
final class Conversation {

    /** An answered turn, and how many of its messages were said to the model. */
    private record Answered(Session.Turn turn, int said) {}

    private final List<Answered> answered = new ArrayList<>();
    private final List<ChatMessage> open = new ArrayList<>();
    private int said;
    private int turn;
    private @Nullable String instruction;
    private Instant changed = Instant.EPOCH;

    void add(JsonNode line) throws MalformedRecordException {
        changed = Lines.time(line);
        switch (MessageCodec.text(line, Lines.TYPE)) {
            case Lines.SESSION -> {
                if (line.path("version").asInt() > Lines.VERSION) {
                    throw new MalformedRecordException("a newer version of this program has written it");
                }
            }
            case Lines.INSTRUCTION -> instruction = MessageCodec.text(line, "text");
            case Lines.MESSAGE -> message(line);
            case Lines.END -> end(line);
            case Lines.UNDO -> undo();
            case Lines.CLEAR -> {
                answered.clear();
                forget();
            }
            default -> {
                // of a later version
            }
        }
    }

    private void message(JsonNode line) throws MalformedRecordException {
        int number = line.path(Lines.TURN).asInt();
        if (number != turn) {
            forget();
            turn = number;
        }
        open.add(MessageCodec.decode(line.path(Lines.MESSAGE)));
        if (line.path(Lines.SAID).asBoolean()) {
            said++;
        }
    }

    private void end(JsonNode line) throws MalformedRecordException {
        if (open.isEmpty()) {
            throw new MalformedRecordException("a turn ends that has not begun");
        }
        Session.Turn ended = new Session.Turn(
                Lines.time(line), withoutLooseCalls(open), Lines.model(line), Lines.usage(line), Lines.cost(line));
        answered.add(new Answered(ended, said));
        forget();
    }

    /** A provider refuses a conversation in which a call has no answer. */
    private static List<ChatMessage> withoutLooseCalls(List<ChatMessage> messages) {
        List<String> answers = messages.stream()
                .filter(ToolMessage.class::isInstance)
                .map(message -> ((ToolMessage) message).callId())
                .toList();
        List<ChatMessage> whole = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof AssistantMessage reply) {
                List<ToolCall> calls = reply.toolCalls().stream()
                        .filter(call -> answers.contains(call.id()))
                        .toList();
                whole.add(new AssistantMessage(reply.text(), reply.reasoning(), calls));
            } else {
                whole.add(message);
            }
        }
        return whole;
    }

    private void undo() {
        if (!open.isEmpty()) {
            forget();
        } else if (!answered.isEmpty()) {
            answered.remove(answered.size() - 1);
        }
    }

    private void forget() {
        open.clear();
        said = 0;
    }

    /** Gives the number of the next turn. */
    int nextTurn() {
        return turn + 1;
    }

    @Nullable
    String instruction() {
        return instruction;
    }

    List<Session.Turn> turns() {
        return answered.stream().map(Answered::turn).toList();
    }

    /** Gives what was said in the last turn, answered or not. */
    List<ChatMessage> lastSaid() {
        if (!open.isEmpty()) {
            return pending();
        }
        if (answered.isEmpty()) {
            return List.of();
        }
        Answered last = answered.get(answered.size() - 1);
        return last.turn().messages().subList(0, last.said());
    }

    private List<ChatMessage> pending() {
        return List.copyOf(open.subList(0, said));
    }

    Session session(String name) {
        return new Session(name, changed, instruction, turns(), pending());
    }
}
