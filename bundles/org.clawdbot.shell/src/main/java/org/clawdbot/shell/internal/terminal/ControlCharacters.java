package org.clawdbot.shell.internal.terminal;

/** Text of others may hold control characters, which a terminal obeys: it sets titles, colours and the clipboard. */
public final class ControlCharacters {

    private static final char REPLACEMENT = '\uFFFD';

    private ControlCharacters() {}

    /** Gives the text with a mark in the place of each control character that is neither a line end nor a tab. */
    public static String replaced(String text) {
        StringBuilder shown = new StringBuilder(text);
        for (int i = 0; i < shown.length(); i++) {
            char character = shown.charAt(i);
            if (Character.isISOControl(character) && character != '\n' && character != '\t') {
                shown.setCharAt(i, REPLACEMENT);
            }
        }
        return shown.toString();
    }
}
