package org.clawdbot.shell.internal.gogo;

import java.io.IOException;
import java.util.Optional;
import org.clawdbot.shell.internal.terminal.Screen;
import org.clawdbot.shell.internal.terminal.jline.JLineScreen;
import org.jline.terminal.Terminal;

/** The window of a console session that JLine runs; apart, because only here JLine must be there. */
final class SessionScreen {

    private SessionScreen() {}

    static Optional<Screen> open(Object terminal) {
        try {
            return terminal instanceof Terminal jline ? Optional.of(JLineScreen.of(jline, colour())) : Optional.empty();
        } catch (IOException noCursor) {
            return Optional.empty();
        }
    }

    private static boolean colour() {
        String noColour = System.getenv("NO_COLOR");
        return noColour == null || noColour.isEmpty();
    }
}
