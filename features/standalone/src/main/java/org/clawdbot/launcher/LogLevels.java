package org.clawdbot.launcher;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much is logged and where to.
 *
 * @param level the lowest level that is written
 * @param echo whether the log goes to standard error as well
 */
record LogLevels(Level level, boolean echo) {

    static final String VARIABLE = "CLAWDBOT_LOG";

    private static final LogLevels DEFAULT = new LogLevels(Level.INFO, false);

    static LogLevels ofProcess(PrintStream err) {
        return of(System.getenv(VARIABLE), err);
    }

    /** Whoever names a level wants to see the log now, so it is echoed. */
    static LogLevels of(@Nullable String name, PrintStream err) {
        String wanted = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "" -> DEFAULT;
            case "off" -> new LogLevels(Level.OFF, false);
            case "error" -> new LogLevels(Level.ERROR, true);
            case "warn", "warning" -> new LogLevels(Level.WARNING, true);
            case "info" -> new LogLevels(Level.INFO, true);
            case "debug" -> new LogLevels(Level.DEBUG, true);
            case "trace" -> new LogLevels(Level.TRACE, true);
            default -> {
                err.println("clawdbot: " + VARIABLE + " is '" + wanted
                        + "', which is none of off, error, warn, info, debug, trace; using info");
                yield DEFAULT;
            }
        };
    }

    java.util.logging.Level forJavaLogging() {
        return switch (level) {
            case ALL, TRACE -> java.util.logging.Level.FINER;
            case DEBUG -> java.util.logging.Level.FINE;
            case INFO -> java.util.logging.Level.INFO;
            case WARNING -> java.util.logging.Level.WARNING;
            case ERROR -> java.util.logging.Level.SEVERE;
            case OFF -> java.util.logging.Level.OFF;
        };
    }

    /** The name that {@code org.osgi.service.log.LogLevel} has for it; that one cannot be switched off. */
    String forOsgiLog() {
        return switch (level) {
            case ALL, TRACE -> "TRACE";
            case DEBUG -> "DEBUG";
            case INFO -> "INFO";
            case WARNING -> "WARN";
            case ERROR, OFF -> "ERROR";
        };
    }

    /** The number that Felix has for it; what it says for debugging is a line for each wire. */
    int forFelix() {
        return switch (level) {
            case ALL, TRACE -> 4;
            case DEBUG, INFO -> 3;
            case WARNING -> 2;
            case ERROR -> 1;
            case OFF -> 0;
        };
    }
}
