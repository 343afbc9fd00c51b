package org.clawdbot.shell.internal.terminal;

/** Colours text, where the terminal wants colour. */
public enum Style {
    /** Less important. */
    DIM("2"),
    /** More important. */
    BOLD("1"),
    /** Good. */
    GREEN("32"),
    /** Look here. */
    YELLOW("33"),
    /** Bad. */
    RED("31");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** Gives the text in this style. */
    public String apply(Terminal terminal, String text) {
        return terminal.colour() && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
