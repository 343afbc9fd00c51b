package org.clawdbot.api.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A lock across threads and processes, for files that several of them change.
 *
 * <p>The operating system releases it when its holder dies, so that no crash leaves it behind. The lock file itself stays,
 * empty and readable by its owner alone, because deleting it would let two processes hold two locks. Not reentrant: an
 * action that asks for the lock it runs under fails instead of waiting for itself.
 */
public final class ProcessLock {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Path file;
    private final Duration timeout;
    private final ReentrantLock threads = new ReentrantLock();

    /**
     * Makes a lock; nothing is created or held yet.
     *
     * @param file the lock file, beside the file that it guards; created with its folders when the lock is first taken
     * @param timeout how long to wait for the lock
     */
    public ProcessLock(Path file, Duration timeout) {
        this.file = file;
        this.timeout = timeout;
    }

    /**
     * What is done while the lock is held.
     *
     * @param <R> what it gives
     */
    @ConsumerType
    @FunctionalInterface
    public interface Guarded<R> {

        /**
         * Does it.
         *
         * @return what it gives
         * @throws IOException if a file cannot be read or written
         */
        R run() throws IOException;
    }

    /** Somebody else has held the lock for longer than was to be waited. */
    public static final class HeldElsewhereException extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        HeldElsewhereException(String message) {
            super(message);
        }
    }

    /**
     * Waits for the lock and holds it during an action.
     *
     * @param action what to do
     * @param <R> what the action gives
     * @return what the action gave
     * @throws HeldElsewhereException if the lock is not to be had in time
     * @throws IOException if the lock file cannot be used, or the action throws it
     * @throws IllegalStateException if this thread already holds the lock
     */
    public <R> R whileHeld(Guarded<R> action) throws IOException {
        if (threads.isHeldByCurrentThread()) {
            throw new IllegalStateException(file + " is already locked by this very action");
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        if (!lockThreads()) {
            throw timedOut();
        }
        FileChannel channel = null;
        try {
            channel = lockFile(deadline);
            return action.run();
        } finally {
            threads.unlock();
            if (channel != null) {
                channel.close();
            }
        }
    }

    private boolean lockThreads() throws IOException {
        try {
            return threads.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private FileChannel lockFile(long deadline) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            StateFolder.createFolders(folder);
        }
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), StateFolder.ownerOnly(file));
        try {
            while (tryLock(channel) == null) {
                if (System.nanoTime() - deadline > 0) {
                    throw timedOut();
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
            return channel;
        } catch (InterruptedException e) {
            channel.close();
            throw interrupted();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Another instance in this process, such as the previous version of this bundle, counts as another process. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private IOException timedOut() {
        return new HeldElsewhereException(
                "another process has held " + file + " for more than " + timeout.toSeconds() + " s");
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for the lock");
    }
}
