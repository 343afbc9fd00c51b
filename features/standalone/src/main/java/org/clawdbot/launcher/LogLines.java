package org.clawdbot.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Writes a record as one line: time in UTC, level, process, logger, message. Further lines of a message and the stack
 * trace are indented, so a line that starts with a time is always a record of its own.
 */
final class LogLines extends Formatter {

    private final long process = ProcessHandle.current().pid();

    @Override
    public String format(LogRecord entry) {
        return entry.getInstant().truncatedTo(ChronoUnit.MILLIS) + " " + name(entry.getLevel()) + " " + process + " "
                + entry.getLoggerName() + ": " + indented(formatMessage(entry) + trace(entry)) + "\n";
    }

    private static String name(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        if (level.intValue() >= Level.INFO.intValue()) {
            return "INFO ";
        }
        return level.intValue() >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static String trace(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        if (thrown == null) {
            return "";
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return "\n" + trace;
    }

    private static String indented(String text) {
        return text.strip().replaceAll("\\R", "\n    ");
    }
}
