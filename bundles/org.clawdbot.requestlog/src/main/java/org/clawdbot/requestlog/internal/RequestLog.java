package org.clawdbot.requestlog.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ChatObserver;
import org.clawdbot.api.observation.ObservedRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps one line of each chat request, without what was said. Lines are written a moment later, by a thread of its own,
 * those of the same moment together: a request does not wait for the disk.
 */
@Component(name = RequestLog.PID)
@Designate(ocd = RequestLog.Config.class)
public final class RequestLog implements ChatObserver {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.requestlog";

    private static final long KILOBYTE = 1024;

    /** The settings of the log. */
    @ObjectClassDefinition(
            name = "Clawdbot request log",
            description = "One line for each chat request, without what was said.")
    public @interface Config {

        /**
         * Switches the log on and off.
         *
         * @return whether requests are logged
         */
        @AttributeDefinition(name = "Enabled", description = "Whether requests are logged.")
        boolean enabled() default true;

        /**
         * Names the file.
         *
         * @return a path, or empty
         */
        @AttributeDefinition(
                name = "File",
                description = "The file; empty for logs/requests.jsonl in the state folder.")
        String file() default "";

        /**
         * Limits the file.
         *
         * @return kilobytes
         */
        @AttributeDefinition(
                name = "Maximum size",
                description = "How large the file may grow before it is put aside.",
                min = "1")
        long maxKilobytes() default 1024;

        /**
         * Limits the files.
         *
         * @return a number of files
         */
        @AttributeDefinition(name = "Keep", description = "How many files that were put aside are kept.", min = "0")
        int keep() default 2;
    }

    private static final System.Logger LOG = System.getLogger(PID);

    private final boolean enabled;
    private final LineWriter lines;
    private final Clock clock;

    /**
     * Logs to the configured file.
     *
     * @param config the settings
     */
    @Activate
    public RequestLog(Config config) {
        this(config.enabled(), new LineWriter(to(file(config))), Clock.systemUTC());
    }

    RequestLog(boolean enabled, LineWriter lines, Clock clock) {
        this.enabled = enabled;
        this.lines = lines;
        this.clock = clock;
    }

    /** Writes what is not written yet; requests that end later write for themselves. */
    @Deactivate
    void deactivate() {
        lines.close();
    }

    @Override
    public ChatObservation started(ObservedRequest request) {
        return enabled ? new LoggedRequest(request, clock, lines::add) : ChatObservation.NONE;
    }

    static Consumer<List<LineWriter.Line>> to(RotatedFile file) {
        return lines -> {
            List<byte[]> made = new ArrayList<>();
            for (LineWriter.Line line : lines) {
                try {
                    made.add(line.bytes());
                } catch (RuntimeException | LinkageError e) {
                    LOG.log(System.Logger.Level.WARNING, "A request could not be logged", e);
                }
            }
            file.append(made);
        };
    }

    /** An empty configuration has null for everything. */
    private static RotatedFile file(Config config) {
        String name = config.file() == null ? "" : config.file().strip();
        Path path = name.isEmpty() ? StateFolder.ofProcess().resolve("logs/requests.jsonl") : Path.of(name);
        return new RotatedFile(path, Math.max(1, config.maxKilobytes()) * KILOBYTE, Math.max(0, config.keep()));
    }
}
