package org.clawdbot.chutes.completions.internal;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Puts tool calls together from their pieces. A piece belongs to the call of its id; without one to the call of its
 * index; without either to the last call begun. A new id at a known index begins a new call, because some engines number
 * every call 0.
 */
final class ToolCallAssembler {

    /** A piece that carries no index. */
    static final int NO_INDEX = -1;

    private final List<Open> calls = new ArrayList<>();

    /** Takes a piece and gives the place of its call among the calls of the reply. */
    int add(int index, @Nullable String givenId, @Nullable String name, String arguments) {
        String id = givenId == null || givenId.isEmpty() ? null : givenId;
        int place = place(index, id);
        if (place < 0) {
            place = calls.size();
            calls.add(new Open(index));
        }
        Open call = calls.get(place);
        if (call.id == null) {
            call.id = id;
        }
        if (call.name == null && name != null && !name.isEmpty()) {
            call.name = name;
        }
        call.arguments.append(arguments);
        return place;
    }

    List<ToolCall> calls() {
        List<ToolCall> whole = new ArrayList<>(calls.size());
        for (int place = 0; place < calls.size(); place++) {
            Open call = calls.get(place);
            whole.add(new ToolCall(
                    call.id == null ? "call_" + place : call.id,
                    call.name == null ? "" : call.name,
                    call.arguments.toString()));
        }
        return whole;
    }

    private int place(int index, @Nullable String id) {
        if (id != null) {
            for (int place = 0; place < calls.size(); place++) {
                Open call = calls.get(place);
                if (id.equals(call.id) && (index == NO_INDEX || index == call.index)) {
                    return place;
                }
            }
        }
        for (int place = calls.size() - 1; place >= 0; place--) {
            Open call = calls.get(place);
            boolean sameIndex = index == NO_INDEX || call.index == index;
            if (sameIndex && (id == null || call.id == null)) {
                return place;
            }
        }
        return -1;
    }

    /** A call whose pieces are still arriving. */
    private static final class Open {

        private final int index;
        private final StringBuilder arguments = new StringBuilder();
        private @Nullable String id;
        private @Nullable String name;

        private Open(int index) {
            this.index = index;
        }
    }
}
