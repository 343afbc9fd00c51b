package org.clawdbot.shell.internal.command;

import java.util.Locale;
import java.util.Optional;

/** What can be typed in a chat besides messages. */
enum ChatWord {
    /** Another model. */
    MODEL("[REF]", "use another model in this chat; without REF choose it from a list"),
    /** The switch of thinking. */
    THINK("[on|off]", "whether the model thinks before it answers; without a word: its own habit"),
    /** The instruction. */
    SYSTEM("[TEXT]", "give the instruction that goes before every message, or show it"),
    /** The tools. */
    TOOLS("[NAMES|all|none]", "let the model call tools, or show which there are"),
    /** What it took. */
    COST("", "show what this conversation took"),
    /** The session. */
    SESSION("[NAME]", "go over to another conversation, or show which one this is"),
    /** The last turn once more. */
    RETRY("", "ask the last message again; the former answer is taken back"),
    /** A new beginning. */
    CLEAR("", "begin the conversation anew; the record of it stays"),
    /** This list. */
    HELP("", "show this"),
    /** The end. */
    EXIT("", "leave; the conversation is kept");

    private final String argument;
    private final String description;

    ChatWord(String argument, String description) {
        this.argument = argument;
        this.description = description;
    }

    /** Finds a word as it is typed. */
    static Optional<ChatWord> of(String typed) {
        for (ChatWord word : values()) {
            if (word.typed().equals(typed)) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    /** Gives the word as it is typed. */
    String typed() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    /** Gives the word with what may follow it. */
    String usage() {
        return argument.isEmpty() ? typed() : typed() + " " + argument;
    }

    String description() {
        return description;
    }
}
