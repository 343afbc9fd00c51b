package org.clawdbot.log.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;

/** An entry that belongs to no bundle. */
record Entry(long sequence, String logger, LogLevel level, String message, Throwable exception) implements LogEntry {

    Entry(long sequence, String logger, LogLevel level, String message) {
        this(sequence, logger, level, message, null);
    }

    @Override
    public Bundle getBundle() {
        return null;
    }

    @Override
    public ServiceReference<?> getServiceReference() {
        return null;
    }

    @Override
    @Deprecated
    public int getLevel() {
        return level.ordinal();
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public Throwable getException() {
        return exception;
    }

    @Override
    public long getTime() {
        return 0;
    }

    @Override
    public LogLevel getLogLevel() {
        return level;
    }

    @Override
    public String getLoggerName() {
        return logger;
    }

    @Override
    public long getSequence() {
        return sequence;
    }

    @Override
    public String getThreadInfo() {
        return "main";
    }

    @Override
    public StackTraceElement getLocation() {
        return null;
    }
}
