package org.clawdbot.log.internal;

import java.lang.System.Logger.Level;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;

/** Translates the levels of the OSGi log. */
final class Levels {

    /** The log service's own loggers for what happens in the framework: a line for every start of every bundle. */
    private static final String FRAMEWORK_EVENTS = "Events.";

    private Levels() {}

    static Level of(LogEntry entry) {
        Level level = of(entry.getLogLevel());
        boolean routine = level == Level.INFO && entry.getLoggerName().startsWith(FRAMEWORK_EVENTS);
        return routine ? Level.DEBUG : level;
    }

    private static Level of(LogLevel level) {
        return switch (level) {
            case AUDIT, INFO -> Level.INFO;
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARNING;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
