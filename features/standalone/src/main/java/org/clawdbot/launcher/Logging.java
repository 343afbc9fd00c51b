package org.clawdbot.launcher;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.clawdbot.api.host.StateFolder;

/** Sends everything that is logged in this JVM to the log file of the state folder. */
final class Logging {

    static final System.Logger LOG = System.getLogger("org.clawdbot.launcher");

    /**
     * The loggers that a more talkative level is for. Not the root: at that level the JDK's own HTTP client writes
     * whole headers, credentials included.
     */
    private static final List<Logger> OURS =
            List.of(Logger.getLogger("org.clawdbot"), Logger.getLogger("org.apache.felix"), Logger.getLogger("Events"));

    private Logging() {}

    /** Does nothing if the user has brought a configuration of java.util.logging. */
    static void install(StateFolder state, LogLevels levels, PrintStream err) {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            return;
        }
        LogManager.getLogManager().reset();
        Level level = levels.forJavaLogging();
        Logger root = Logger.getLogger("");
        root.setLevel(level.intValue() < Level.INFO.intValue() ? Level.INFO : level);
        root.addHandler(new LogHandler(new LogFile(state), levels.echo() ? err : null));
        OURS.forEach(logger -> logger.setLevel(level));
    }
}
