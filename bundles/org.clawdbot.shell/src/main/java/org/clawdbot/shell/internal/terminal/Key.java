package org.clawdbot.shell.internal.terminal;

/**
 * What happened at a keyboard, or to the window.
 *
 * @param kind which key
 * @param character the letter of {@link Kind#CHARACTER} and {@link Kind#CONTROL}, else 0
 */
public record Key(Kind kind, int character) {

    /** The keys that a terminal tells apart. */
    public enum Kind {
        /** A letter. */
        CHARACTER,
        /** A letter together with the control key, given in upper case. */
        CONTROL,
        /** Enter. */
        ENTER,
        /** Escape. */
        ESCAPE,
        /** Tab. */
        TAB,
        /** Removes the letter before the cursor. */
        BACKSPACE,
        /** Removes the letter after the cursor. */
        DELETE,
        /** Arrow up. */
        UP,
        /** Arrow down. */
        DOWN,
        /** Arrow left. */
        LEFT,
        /** Arrow right. */
        RIGHT,
        /** Page up. */
        PAGE_UP,
        /** Page down. */
        PAGE_DOWN,
        /** Home. */
        HOME,
        /** End. */
        END,
        /** A key that means nothing here. */
        OTHER,
        /** No key: the window has another size now. */
        RESIZED,
        /** No key: there will be no more of them. */
        CLOSED
    }

    /** Gives a key without a letter. */
    public static Key of(Kind kind) {
        return new Key(kind, 0);
    }

    /** Gives the key of a letter. */
    public static Key of(int character) {
        return new Key(Kind.CHARACTER, character);
    }

    /** Gives the key of a letter together with the control key. */
    public static Key control(char letter) {
        return new Key(Kind.CONTROL, letter);
    }
}
