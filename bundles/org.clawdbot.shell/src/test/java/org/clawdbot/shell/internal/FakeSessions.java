package org.clawdbot.shell.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.error.SessionException;

/** Conversations in memory; a name may be broken, and the letters of a name are those of a word. */
public final class FakeSessions implements Sessions {

    public static final Instant CHANGED = Instant.parse("2026-03-01T09:00:00Z");
    public static final String BROKEN = "broken";

    public final Map<String, Session> kept = new TreeMap<>();
    private final Supplier<Agent> agent;

    FakeSessions(Supplier<Agent> agent) {
        this.agent = agent;
    }

    private static void check(String name) {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("A session is named by letters");
        }
        if (name.equals(BROKEN)) {
            throw new SessionException(SessionException.RECORD, "broken.jsonl:3 cannot be understood", null);
        }
    }

    @Override
    public AgentResult run(String name, AgentRequest request, AgentListener listener) {
        check(name);
        Session before = kept.getOrDefault(name, new Session(name, CHANGED, null, List.of(), List.of()));
        List<ChatMessage> said = new ArrayList<>(request.chat().messages());
        String instruction = before.instruction();
        if (said.get(0) instanceof ChatMessage.SystemMessage system) {
            instruction = system.text();
            said.remove(0);
        }
        kept.put(name, new Session(name, CHANGED, instruction, before.turns(), said));
        AgentResult result = agent.get().run(request, listener);
        List<ChatMessage> messages = new ArrayList<>(said);
        result.toolRuns().forEach(run -> {
            messages.add(new ChatMessage.AssistantMessage("", null, List.of(run.call())));
            messages.add(new ChatMessage.ToolMessage(run.call().id(), run.answer()));
        });
        messages.add(result.reply().toMessage());
        List<Session.Turn> turns = new ArrayList<>(before.turns());
        turns.add(new Session.Turn(
                CHANGED,
                messages,
                result.reply().requestedModel(),
                result.reply().usage(),
                result.reply().cost()));
        kept.put(name, new Session(name, CHANGED, instruction, turns, List.of()));
        return result;
    }

    @Override
    public List<String> names() {
        return List.copyOf(kept.keySet());
    }

    @Override
    public Optional<Session> read(String name) {
        check(name);
        return Optional.ofNullable(kept.get(name));
    }

    @Override
    public List<ChatMessage> undo(String name) {
        Session session = kept.get(name);
        if (session == null || (session.pending().isEmpty() && session.turns().isEmpty())) {
            return List.of();
        }
        List<Session.Turn> turns = new ArrayList<>(session.turns());
        List<ChatMessage> said = session.pending();
        if (said.isEmpty()) {
            said = turns.remove(turns.size() - 1).messages().subList(0, 1);
        }
        kept.put(name, new Session(name, CHANGED, session.instruction(), turns, List.of()));
        return said;
    }

    @Override
    public void clear(String name) {
        kept.computeIfPresent(
                name, (key, session) -> new Session(name, CHANGED, session.instruction(), List.of(), List.of()));
    }

    @Override
    public boolean delete(String name) {
        check(name);
        return kept.remove(name) != null;
    }
}
