package org.clawdbot.shell.internal.command;

import java.util.Locale;
import org.clawdbot.shell.internal.cli.Json;
import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param name what was checked
 * @param state how it is
 * @param message what was found
 * @param fix what to do about it, or null
 */
record Finding(String name, State state, String message, @Nullable String fix) {

    /** How it is. */
    enum State {
        /** As it should be. */
        OK("ok     "),
        /** Works, but not as it should. */
        WARNING("warning"),
        /** Does not work. */
        BROKEN("broken ");

        private final String mark;

        State(String mark) {
            this.mark = mark;
        }

        String mark() {
            return mark;
        }
    }

    static Finding ok(String name, String message) {
        return new Finding(name, State.OK, message, null);
    }

    static Finding warning(String name, String message, @Nullable String fix) {
        return new Finding(name, State.WARNING, message, fix);
    }

    static Finding broken(String name, String message, @Nullable String fix) {
        return new Finding(name, State.BROKEN, message, fix);
    }

    void write(Json json) {
        json.put("name", name)
                .put("status", state.name().toLowerCase(Locale.ROOT))
                .put("message", message)
                .put("fix", fix);
    }
}
