package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.StreamStep;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Setting;

/** Turns the documents of an answer into bytes with pauses, and plays the fault of the scenario at its place. */
final class EventStream implements Iterator<StreamStep> {

    private static final int DEFAULT_CHUNK_DELAY = 2;
    private static final long SPLIT_MILLIS = 3;

    private final ChatChunks chunks;
    private final Behaviour behaviour;
    private final String secondId;
    private final String lineEnd;
    private final Deque<StreamStep> ready = new ArrayDeque<>();
    private Optional<Fault> fault;
    private int position;
    private int sent;
    private boolean over;

    EventStream(ChatChunks chunks, Behaviour behaviour, String secondId) {
        this.chunks = chunks;
        this.behaviour = behaviour;
        this.secondId = secondId;
        this.lineEnd = behaviour.text(Setting.LINE_ENDS, "lf").equals("crlf") ? "\r\n" : "\n";
        this.fault = behaviour.fault();
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || !over;
    }

    @Override
    public StreamStep next() {
        if (ready.isEmpty()) {
            prepare();
        }
        StreamStep step = ready.poll();
        if (step == null) {
            throw new NoSuchElementException();
        }
        return step;
    }

    private void prepare() {
        if (fault.isPresent() && sent >= behaviour.number(Setting.FAULT_AFTER, 2)) {
            Fault now = fault.get();
            fault = Optional.empty();
            breakWith(now);
            if (!ready.isEmpty()) {
                return;
            }
        }
        if (position < chunks.size()) {
            event(chunks.chunk(position++).toString());
        } else {
            event("[DONE]");
            over = true;
        }
        sent++;
    }

    private void breakWith(Fault now) {
        String message = behaviour.text(Setting.FAULT_MESSAGE, "connection to the instance was lost");
        over = now != Fault.NEW_ID;
        switch (now) {
            case BARE_ERROR ->
                raw(Json.object()
                        .put("error", "Unhandled exception during response stream: " + message)
                        .toString());
            case DATA_ERROR -> {
                ObjectNode error = Json.object();
                error.putObject("error").put("message", message).put("code", 500);
                event(error.toString());
            }
            case EOF -> raw("");
            case TRUNCATED -> ready.add(StreamStep.end(delay(), StreamStep.Kind.TRUNCATE));
            case RESET -> ready.add(StreamStep.end(delay(), StreamStep.Kind.RESET));
            case HANG, TRICKLE -> ready.add(StreamStep.end(0, StreamStep.Kind.HANG));
            case NEW_ID -> {
                position = 0;
                chunks.restartAs(secondId);
            }
        }
    }

    private long delay() {
        return sent == 0 ? 0 : behaviour.number(Setting.CHUNK_DELAY_MILLIS, DEFAULT_CHUNK_DELAY);
    }

    private void event(String data) {
        String comment = behaviour.on(Setting.COMMENTS) ? ": keep-alive" + lineEnd + lineEnd : "";
        raw(comment + "data: " + data + lineEnd + lineEnd);
    }

    private void raw(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int cut = behaviour.on(Setting.SPLIT_UTF8) ? insideCharacter(bytes) : 0;
        if (cut == 0) {
            ready.add(StreamStep.write(delay(), bytes));
        } else {
            ready.add(StreamStep.write(delay(), Arrays.copyOf(bytes, cut)));
            ready.add(StreamStep.write(SPLIT_MILLIS, Arrays.copyOfRange(bytes, cut, bytes.length)));
        }
    }

    private static int insideCharacter(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                return i + 1;
            }
        }
        return 0;
    }
}
