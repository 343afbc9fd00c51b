package org.clawdbot.log.internal;

import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * Hands every entry of the OSGi log on to {@link System.Logger}, each one once and in order: those that were written
 * before this component came, those that come while it is there, and those still on their way when it goes.
 */
@Component(
        name = "org.clawdbot.log",
        service = {})
public final class LogForwarder {

    private final LogReaderService reader;
    private final Function<String, System.Logger> loggers;
    private final LogListener listener = this::forward;

    private long lastSequence = -1;

    /**
     * Starts to forward.
     *
     * @param reader the log to read
     */
    @Activate
    public LogForwarder(@Reference(name = "reader") LogReaderService reader) {
        this(reader, name -> System.getLogger(name));
    }

    LogForwarder(LogReaderService reader, Function<String, System.Logger> loggers) {
        this.reader = reader;
        this.loggers = loggers;
        // An entry that comes between these two lines would overtake older ones, so it waits for the lock.
        synchronized (this) {
            reader.addLogListener(listener);
            forwardHistory();
        }
    }

    /** Stops, after handing on what the log has not delivered yet: deliveries are asynchronous. */
    @Deactivate
    public synchronized void stop() {
        reader.removeLogListener(listener);
        forwardHistory();
    }

    private void forwardHistory() {
        List<LogEntry> newestFirst = Collections.list(reader.getLog());
        Collections.reverse(newestFirst);
        newestFirst.forEach(this::forward);
    }

    private synchronized void forward(LogEntry entry) {
        if (entry.getSequence() <= lastSequence) {
            return;
        }
        lastSequence = entry.getSequence();
        System.Logger logger = loggers.apply(entry.getLoggerName());
        Level level = Levels.of(entry);
        if (logger.isLoggable(level)) {
            logger.log(level, LogText.of(entry), entry.getException());
        }
    }
}
