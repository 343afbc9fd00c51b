package org.clawdbot.launcher;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what {@link Arguments} holds, word by word. */
final class ArgumentsReader {

    private static final String STATE_DIR = "--state-dir";

    private final List<String> afterCommand = new ArrayList<>();
    private @Nullable String stateDir;
    private @Nullable String command;
    private boolean version;

    /** Returns how many words were taken. */
    int read(List<String> all, int position) {
        String word = all.get(position);
        if (word.startsWith(STATE_DIR + "=")) {
            stateDir = word.substring(STATE_DIR.length() + 1);
            return 1;
        }
        if (word.equals(STATE_DIR) && position + 1 < all.size()) {
            stateDir = all.get(position + 1);
            return 2;
        }
        other(word);
        return 1;
    }

    void rest(List<String> words) {
        if (command != null) {
            afterCommand.addAll(words);
        }
    }

    Arguments result(List<String> all) {
        return new Arguments(all, stateDir, command, List.copyOf(afterCommand), version);
    }

    private void other(String word) {
        if (command != null) {
            afterCommand.add(word);
        } else if (!word.startsWith("-")) {
            command = word;
        } else if (word.equals("--version") || word.equals("-V")) {
            version = true;
        }
    }
}
