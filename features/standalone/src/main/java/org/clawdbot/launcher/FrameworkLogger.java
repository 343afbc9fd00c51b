package org.clawdbot.launcher;

import java.lang.System.Logger.Level;
import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Takes what Felix has to say, which it would print on standard output otherwise. */
final class FrameworkLogger extends Logger {

    private static final System.Logger LOG = System.getLogger("org.apache.felix.framework");

    FrameworkLogger(LogLevels levels) {
        setLogLevel(levels.forFelix());
    }

    @Override
    @SuppressWarnings("rawtypes") // as Felix declares it
    protected void doLog(
            @Nullable Bundle bundle,
            @Nullable ServiceReference reference,
            int level,
            String message,
            @Nullable Throwable thrown) {
        doLog(level, bundle == null ? message : message + " [" + bundle.getSymbolicName() + "]", thrown);
    }

    @Override
    protected void doLog(int level, String message, @Nullable Throwable thrown) {
        LOG.log(levelOf(level), message, thrown);
    }

    private static Level levelOf(int level) {
        return switch (level) {
            case LOG_ERROR -> Level.ERROR;
            case LOG_WARNING -> Level.WARNING;
            case LOG_INFO -> Level.INFO;
            default -> Level.DEBUG;
        };
    }
}
