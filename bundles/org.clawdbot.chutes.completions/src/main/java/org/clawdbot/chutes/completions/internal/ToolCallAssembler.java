package org.clawdbot.chutes.completions.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Puts tool calls together from their pieces. A piece belongs to the call of its id; without one to the call of its
 * index; without either to the last call begun. A new id at a known index begins a new call, because some engines number
 * every call 0; and so does a new name where there are no ids.
 */
final class ToolCallAssembler {

    /** A piece that carries no index. */
    static final int NO_INDEX = -1;

    private final List<Open> calls = new ArrayList<>();

    /** Takes a piece and gives the place of its call among the calls of the reply. */
    int add(int index, @Nullable String givenId, @Nullable String name, String arguments) {
        String id = givenId == null || givenId.isEmpty() ? null : givenId;
        int place = place(index, id);
        if (place < 0 || (id == null && calls.get(place).isFollowedBy(name, arguments))) {
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

    /** Takes a call in one piece that was found elsewhere, and gives its place. */
    int addWhole(CallMarkup.LeakedCall found) {
        Open call = new Open(NO_INDEX);
        call.id = found.id();
        call.name = found.name();
        call.arguments.append(found.arguments());
        calls.add(call);
        return calls.size() - 1;
    }

    /** Gives one call as far as it has arrived. */
    ToolCall call(int place) {
        return calls.get(place).call(place);
    }

    /** Gives the calls as far as they have arrived. */
    List<ToolCall> calls() {
        List<ToolCall> all = new ArrayList<>(calls.size());
        for (int place = 0; place < calls.size(); place++) {
            all.add(call(place));
        }
        return all;
    }

    /**
     * Gives the calls of a reply that has ended: their arguments as a JSON object, or with what is wrong with them.
     *
     * @param complete whether the model ended by itself, and not because it reached a limit
     * @return the calls in the order in which they began
     */
    List<ToolCall> finished(boolean complete) {
        List<ToolCall> all = new ArrayList<>(calls.size());
        for (ToolCall call : calls()) {
            Optional<String> arguments = ToolArguments.repaired(call.arguments(), complete);
            String problem = problem(call, arguments.isPresent(), complete);
            all.add(new ToolCall(call.id(), call.name(), arguments.orElse(call.arguments()), problem));
        }
        return all;
    }

    private static @Nullable String problem(ToolCall call, boolean readable, boolean complete) {
        if (!readable && !complete) {
            return "The call was cut off because the limit of tokens was reached; call again with less in the arguments";
        }
        if (!readable) {
            return "The arguments are not a valid JSON object; call again with valid ones";
        }
        return call.name().isEmpty() ? "The call names no tool; call again with the name of one" : null;
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

        /** Whether a piece without an id begins another call: by its name, or because the arguments of this one are whole. */
        private boolean isFollowedBy(@Nullable String nextName, String nextArguments) {
            if (name == null || nextName == null || nextName.isEmpty()) {
                return false;
            }
            return !name.equals(nextName) || (!nextArguments.isBlank() && ToolArguments.isObject(arguments.toString()));
        }

        private ToolCall call(int place) {
            return new ToolCall(id == null ? "call_" + place : id, name == null ? "" : name, arguments.toString());
        }
    }
}
