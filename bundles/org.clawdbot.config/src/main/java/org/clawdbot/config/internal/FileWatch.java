package org.clawdbot.config.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether a file is another one than was read, and says so once it has stopped changing. Looking works
 * the same on every file system, for links, and for files and folders that come later.
 */
final class FileWatch implements AutoCloseable {

    private static final Logger LOG = System.getLogger("org.clawdbot.config");
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Path file;
    private final Runnable changed;
    private volatile Stamp read = Stamp.NONE;
    private Stamp seen = Stamp.NONE;
    private @Nullable ScheduledExecutorService timer;

    /**
     * Watches a file.
     *
     * @param changed reads it anew
     */
    FileWatch(Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
    }

    /** Says that the file is about to be read. */
    void reading() {
        read = Stamp.of(file);
    }

    /** Looks once: what differs from what was read, and is as it was at the last look, is read. */
    void look() {
        Stamp now = Stamp.of(file);
        boolean stable = now.equals(seen);
        seen = now;
        if (stable && !now.equals(read)) {
            changed.run();
        }
    }

    synchronized void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(null, task, "clawdbot-config-watch", 0, false);
            thread.setContextClassLoader(FileWatch.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
        timer = executor;
        long millis = INTERVAL.toMillis();
        var unused = executor.scheduleWithFixedDelay(this::lookSafely, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Looks once, whatever comes of it: what a task of a timer throws would end all further looks without a word. */
    void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "The change of " + file + " could not be taken up", e);
        }
    }

    @Override
    public synchronized void close() {
        ScheduledExecutorService executor = timer;
        if (executor == null) {
            return;
        }
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "Taking up a change of {0} does not end", file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What tells one content from another without reading it. */
    private record Stamp(@Nullable FileTime modified, long size, @Nullable Object key) {

        static final Stamp NONE = new Stamp(null, -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException e) {
                return NONE;
            }
        }
    }
}
