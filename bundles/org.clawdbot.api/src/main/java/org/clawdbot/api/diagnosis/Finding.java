package org.clawdbot.api.diagnosis;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param level how bad it is
 * @param message what was found, as a sentence for a person; without a secret
 * @param fix the command or the step that mends it, or null if there is nothing to do
 */
public record Finding(Level level, String message, @Nullable String fix) {

    /** How bad it is; the last is the worst. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Works, but not as it should, or not for long. */
        WARN,
        /** Does not work. */
        FAIL
    }

    /** Checks that all required values are there. */
    public Finding {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(message, "message");
    }

    /**
     * Says that something is as it should be.
     *
     * @param message what was found
     * @return the finding
     */
    public static Finding ok(String message) {
        return new Finding(Level.OK, message, null);
    }

    /**
     * Says that something works, but not as it should, or not for long.
     *
     * @param message what was found
     * @param fix what to do about it, or null
     * @return the finding
     */
    public static Finding warn(String message, @Nullable String fix) {
        return new Finding(Level.WARN, message, fix);
    }

    /**
     * Says that something does not work.
     *
     * @param message what was found
     * @param fix what to do about it, or null
     * @return the finding
     */
    public static Finding fail(String message, @Nullable String fix) {
        return new Finding(Level.FAIL, message, fix);
    }
}
