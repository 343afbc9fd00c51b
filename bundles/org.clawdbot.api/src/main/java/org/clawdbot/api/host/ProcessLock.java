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
import java.util.HashMap;
import java.util.Map;
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
 * action that asks for the lock it runs under fails instead of waiting for itself. Instances for the same file are one lock.
 */
public final class ProcessLock {

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** By lock file; only of those that somebody holds or waits for now. */
    private static final Map<Path, Threads> IN_USE = new HashMap<>();

    private final Path file;
    private final Duration timeout;

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
        long deadline = System.nanoTime() + timeout.toNanos();
        Path real = realFile();
        Threads threads = Threads.join(real);
        try {
            threads.lock(this);
            try {
                FileChannel channel = lockFile(deadline);
                try {
                    return action.run();
                } finally {
                    channel.close();
                }
            } finally {
                threads.lock.unlock();
            }
        } finally {
            threads.leave(real);
        }
    }

    /** The one name of the file, whatever links lead to it. */
    private Path realFile() throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        if (folder == null || name == null) {
            return absolute;
        }
        StateFolder.createFolders(folder);
        return folder.toRealPath().resolve(name);
    }

    private FileChannel lockFile(long deadline) throws IOException {
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

    /** Whoever locks the file in this process without this class, such as its previous version, counts as another process. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /**
     * The threads of this process that want the same file. Only one at a time may open it: to close any channel on a file
     * releases all the locks that the process has on it.
     */
    private static final class Threads {

        private final ReentrantLock lock = new ReentrantLock();
        private int number;

        static Threads join(Path file) {
            synchronized (IN_USE) {
                Threads threads = IN_USE.computeIfAbsent(file, key -> new Threads());
                threads.number++;
                return threads;
            }
        }

        void leave(Path file) {
            synchronized (IN_USE) {
                number--;
                if (number == 0) {
                    IN_USE.remove(file);
                }
            }
        }

        void lock(ProcessLock asking) throws IOException {
            if (lock.isHeldByCurrentThread()) {
                throw new IllegalStateException(asking.file + " is already locked by this very action");
            }
            try {
                if (!lock.tryLock(asking.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw asking.timedOut();
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
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
