package org.clawdbot.shell.internal.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.cli.Completion;

/** Says how a command of a chat may go on; a message goes on as its author likes. */
final class ChatCompletion {

    private final Chat chat;
    private final Parts parts;

    ChatCompletion(Chat chat, Parts parts) {
        this.chat = chat;
        this.parts = parts;
    }

    /** Gives what may stand in the place of the last word of a text, each with a description. */
    Map<String, String> candidates(String begun) {
        Map<String, String> all = new LinkedHashMap<>();
        int space = begun.indexOf(' ');
        if (!begun.startsWith("/")) {
            return all;
        }
        if (space < 0) {
            for (ChatWord word : ChatWord.values()) {
                all.put(word.typed(), word.description());
            }
        } else {
            ChatWord.of(begun.substring(0, space)).ifPresent(word -> all.putAll(values(word)));
        }
        String last = begun.substring(begun.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        all.keySet().removeIf(candidate -> !candidate.toLowerCase(Locale.ROOT).startsWith(last));
        return all;
    }

    private Map<String, String> values(ChatWord word) {
        Map<String, String> values = new LinkedHashMap<>();
        switch (word) {
            case MODEL -> parts.models().ifPresent(models -> values.putAll(Completion.references(models)));
            case THINK -> {
                values.put("on", "");
                values.put("off", "");
            }
            case TOOLS -> {
                values.put(Chat.ALL_TOOLS, "every tool");
                values.put(Chat.NO_TOOLS, "no tool");
                chat.knownTools().forEach(tool -> values.put(tool, ""));
            }
            case SESSION -> values.putAll(Completion.sessions(parts));
            default -> {
                // takes no argument, or free text
            }
        }
        return values;
    }
}
