package org.clawdbot.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Writes each record to the log file and, if wanted, to a stream. A log that cannot be written never stops the work. */
final class LogHandler extends Handler {

    private final LogFile file;
    private final @Nullable PrintStream echo;

    LogHandler(LogFile file, @Nullable PrintStream echo) {
        this.file = file;
        this.echo = echo;
        setFormatter(new LogLines());
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        String lines = getFormatter().format(entry);
        if (echo != null) {
            echo.print(lines);
        }
        try {
            file.append(lines);
        } catch (IOException e) {
            // Nowhere to say so: standard error belongs to the command.
        }
    }

    @Override
    public void flush() {
        // Each record is written at once.
    }

    @Override
    public void close() {
        file.close();
    }
}
