package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ToolCall;

/**
 * A conversation in a form that every engine accepts: each tool call has arguments that are a JSON object and is followed
 * by its result, each result follows its call, no message is empty, and every text can be written as UTF-8. A valid
 * conversation stays exactly as it is; certain repairs of arguments, and calls whose problem is known, need no notice.
 *
 * @param messages what to send
 * @param notice what had to be changed, or empty for nothing
 */
record Conversation(List<ChatMessage> messages, Optional<ChatEvent.Notice> notice) {

    static final String NO_RESULT = "No result: this call was not carried out, or its result was lost.";

    /** The member under which arguments travel that are not JSON, so that the model sees what it wrote. */
    static final String INVALID_ARGUMENTS = "invalid_json";

    private static final String UNNAMED = "unnamed_tool";

    static Conversation valid(List<ChatMessage> messages) {
        Repair repair = new Repair(messages);
        repair.run();
        return new Conversation(List.copyOf(repair.out), repair.notice());
    }

    /** What can be wrong with a conversation, in the words of the notice. */
    private enum Change {
        HALF_CHARACTER("texts with half a character"),
        EMPTY("empty messages left out"),
        ARGUMENTS("tool calls with arguments that are not a JSON object"),
        NO_NAME("tool calls without a name"),
        NO_RESULT("tool calls without a result"),
        MOVED_RESULT("tool results moved behind their call"),
        NO_CALL("tool results without a call left out");

        private final String words;

        Change(String words) {
            this.words = words;
        }
    }

    private static final class Repair {

        private final List<ChatMessage> in;
        private final List<ChatMessage> out = new ArrayList<>();
        private final Map<Change, Integer> changes = new EnumMap<>(Change.class);
        private final Set<Integer> used = new HashSet<>();

        Repair(List<ChatMessage> in) {
            this.in = in;
        }

        void run() {
            for (int i = 0; i < in.size(); i++) {
                ChatMessage message = in.get(i);
                if (message instanceof ChatMessage.SystemMessage system) {
                    keep(system.text().isBlank(), system, () -> ChatMessage.system(text(system.text())));
                } else if (message instanceof ChatMessage.UserMessage user) {
                    user(user);
                } else if (message instanceof ChatMessage.AssistantMessage assistant) {
                    assistant(assistant, i);
                } else if (!used.contains(i)) {
                    count(Change.NO_CALL);
                }
            }
        }

        Optional<ChatEvent.Notice> notice() {
            if (changes.isEmpty()) {
                return Optional.empty();
            }
            String what = changes.entrySet().stream()
                    .map(change -> change.getKey().words + ": " + change.getValue())
                    .collect(Collectors.joining("; "));
            return Optional.of(new ChatEvent.Notice(
                    "history-repaired", "The conversation was made valid before it was sent (" + what + ")"));
        }

        private void user(ChatMessage.UserMessage user) {
            List<ContentPart> parts = new ArrayList<>(user.content().size());
            boolean changed = false;
            for (ContentPart part : user.content()) {
                if (!(part instanceof ContentPart.Text text)) {
                    parts.add(part);
                } else if (text.text().isBlank()) {
                    changed |= user.content().size() > 1;
                } else {
                    String valid = text(text.text());
                    changed |= !valid.equals(text.text());
                    parts.add(new ContentPart.Text(valid));
                }
            }
            boolean rewritten = changed;
            keep(parts.isEmpty(), user, () -> rewritten ? new ChatMessage.UserMessage(parts) : user);
        }

        private void assistant(ChatMessage.AssistantMessage assistant, int place) {
            List<ToolCall> calls = new ArrayList<>(assistant.toolCalls().size());
            assistant.toolCalls().forEach(call -> calls.add(call(call)));
            String text = text(assistant.text());
            keep(
                    text.isBlank() && calls.isEmpty(),
                    assistant,
                    () -> new ChatMessage.AssistantMessage(text, assistant.reasoning(), calls));
            results(calls, place + 1);
        }

        private ToolCall call(ToolCall call) {
            String name = call.name().isBlank() ? UNNAMED : text(call.name());
            if (call.name().isBlank() && call.problem() == null) {
                count(Change.NO_NAME);
            }
            String written = text(call.arguments());
            String arguments = ToolArguments.repaired(written, true).orElseGet(() -> {
                if (call.problem() == null) {
                    count(Change.ARGUMENTS);
                }
                return wrapped(written);
            });
            return new ToolCall(text(call.id()), name, arguments);
        }

        private static String wrapped(String written) {
            char[] quoted = JsonStringEncoder.getInstance().quoteAsString(written);
            return "{\"" + INVALID_ARGUMENTS + "\":\"" + new String(quoted) + "\"}";
        }

        /** Puts the results of the calls behind them: those that are there, then those that stand later, then none. */
        private void results(List<ToolCall> calls, int from) {
            List<String> open = new ArrayList<>();
            calls.forEach(call -> open.add(call.id()));
            int next = from;
            for (; next < in.size() && in.get(next) instanceof ChatMessage.ToolMessage result; next++) {
                if (!used.contains(next) && open.remove(WellFormedText.of(result.callId()))) {
                    take(next, result);
                }
            }
            for (String id : List.copyOf(open)) {
                int later = later(id, next);
                if (later >= 0) {
                    count(Change.MOVED_RESULT);
                    take(later, (ChatMessage.ToolMessage) in.get(later));
                } else {
                    count(Change.NO_RESULT);
                    out.add(new ChatMessage.ToolMessage(id, NO_RESULT));
                }
            }
        }

        /** Finds a result that stands too late, but before another call of the same id, which it belongs to then. */
        private int later(String id, int from) {
            for (int i = from; i < in.size(); i++) {
                ChatMessage message = in.get(i);
                if (message instanceof ChatMessage.ToolMessage result
                        && WellFormedText.of(result.callId()).equals(id)
                        && !used.contains(i)) {
                    return i;
                }
                if (message instanceof ChatMessage.AssistantMessage other
                        && other.toolCalls().stream()
                                .anyMatch(call -> WellFormedText.of(call.id()).equals(id))) {
                    return -1;
                }
            }
            return -1;
        }

        private void take(int place, ChatMessage.ToolMessage result) {
            used.add(place);
            String text = text(result.text());
            String id = WellFormedText.of(result.callId());
            out.add(
                    text.equals(result.text()) && id.equals(result.callId())
                            ? result
                            : new ChatMessage.ToolMessage(id, text));
        }

        private void keep(boolean empty, ChatMessage message, Supplier<ChatMessage> valid) {
            if (empty) {
                count(Change.EMPTY);
            } else {
                ChatMessage kept = valid.get();
                out.add(kept.equals(message) ? message : kept);
            }
        }

        private String text(String text) {
            String valid = WellFormedText.of(text);
            if (!valid.equals(text)) {
                count(Change.HALF_CHARACTER);
            }
            return valid;
        }

        private void count(Change change) {
            changes.merge(change, 1, Integer::sum);
        }
    }
}
