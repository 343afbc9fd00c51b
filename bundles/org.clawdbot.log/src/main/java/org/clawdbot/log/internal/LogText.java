package org.clawdbot.log.internal;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogEntry;

/** Writes an entry as one line: the message and, where the logger's name does not tell it, the bundle it is about. */
final class LogText {

    private LogText() {}

    static String of(LogEntry entry) {
        String message = entry.getMessage();
        String text = message == null ? "" : message;
        String bundle = nameOf(entry.getBundle());
        return bundle == null || entry.getLoggerName().startsWith(bundle) || text.contains(bundle)
                ? text
                : text + " [" + bundle + "]";
    }

    private static @Nullable String nameOf(@Nullable Bundle bundle) {
        return bundle == null ? null : bundle.getSymbolicName();
    }
}
