package org.clawdbot.shell.internal.gogo;

import java.io.IOException;
import java.util.Optional;
import org.clawdbot.shell.internal.terminal.LineEditor;
import org.clawdbot.shell.internal.terminal.jline.JLineEditor;
import org.jline.terminal.Terminal;

/** Editing of lines in a console session that JLine runs; apart, because only here JLine must be there. */
final class SessionEditor {

    private SessionEditor() {}

    static Optional<LineEditor> open(Object terminal, boolean colour, LineEditor.Setup setup) {
        try {
            return terminal instanceof Terminal jline
                    ? Optional.of(JLineEditor.of(jline, colour, setup))
                    : Optional.empty();
        } catch (IOException noCursor) {
            return Optional.empty();
        }
    }
}
