package org.clawdbot.log.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/** A log in memory, newest entry first as the specification wants it, that delivers only when told to. */
final class RecordedLog implements LogReaderService {

    final List<LogListener> listeners = new ArrayList<>();
    private final Deque<LogEntry> entries = new ArrayDeque<>();

    void write(LogEntry entry) {
        entries.addFirst(entry);
    }

    void deliver(LogEntry entry) {
        listeners.forEach(listener -> listener.logged(entry));
    }

    @Override
    public void addLogListener(LogListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeLogListener(LogListener listener) {
        listeners.remove(listener);
    }

    @Override
    public Enumeration<LogEntry> getLog() {
        return Collections.enumeration(List.copyOf(entries));
    }
}
