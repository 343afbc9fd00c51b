package org.clawdbot.api.host;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One thing that is wrong with the configuration file, said so that the user finds the place. It never holds a value
 * from the file, so it can be shown and logged.
 *
 * @param severity whether the settings can be used all the same
 * @param file the file
 * @param line line counted from 1; 0 if the problem has no place in the file
 * @param column column counted from 1 in characters; 0 if the problem has no place in the file
 * @param path keys from the outside in, like {@code models.providers.chutes.teeOnly}; empty if it is not about a value
 * @param message what is wrong and, where possible, what to write instead
 */
public record ConfigurationProblem(Severity severity, Path file, int line, int column, String path, String message) {

    /** How bad a problem is. */
    public enum Severity {
        /** No setting of the file is used until this is mended. */
        ERROR,
        /** The settings are used, but one of them may not do what the user meant. */
        WARNING
    }

    /** Checks the parts. */
    public ConfigurationProblem {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("line and column must not be negative");
        }
    }

    /**
     * Tells whether this problem keeps the settings from being used.
     *
     * @return whether the severity is {@link Severity#ERROR}
     */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Returns one line in the manner of a compiler: file, line, column, path, message. */
    @Override
    public String toString() {
        Path name = file.getFileName();
        String place = (name == null ? file : name) + (line > 0 ? ":" + line + ":" + column : "");
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
