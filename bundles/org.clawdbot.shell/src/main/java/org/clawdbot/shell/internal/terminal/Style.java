package org.clawdbot.shell.internal.terminal;

/** Colours text, where the terminal wants colour. */
public enum Style {
    /** As it comes. */
    PLAIN(""),
    /** Less important. */
    DIM("2"),
    /** More important. */
    BOLD("1"),
    /** Good. */
    GREEN("32"),
    /** Look here. */
    YELLOW("33"),
    /** Bad. */
    RED("31"),
    /** The one that is chosen. */
    REVERSE("7");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** Gives a piece of the result in this style. */
    public String apply(Terminal terminal, String text) {
        return coloured(terminal.outColour(), text);
    }

    /** Gives a message in this style. */
    public String applyToMessage(Terminal terminal, String text) {
        return coloured(terminal.errColour(), text);
    }

    /** Gives the text with the codes of this style around it. */
    String ansi(String text) {
        return coloured(true, text);
    }

    private String coloured(boolean colour, String text) {
        return colour && !text.isEmpty() && !code.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
