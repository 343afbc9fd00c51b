package org.clawdbot.credentials.file.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock across threads and processes. The operating system releases it when its holder dies, so that no crash leaves it
 * behind; the lock file itself stays, empty, because deleting it would let two processes hold two locks.
 */
final class ProcessLock {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Path file;
    private final Duration timeout;
    private final ReentrantLock threads = new ReentrantLock();

    ProcessLock(Path file, Duration timeout) {
        this.file = file;
        this.timeout = timeout;
    }

    /** What is done while the lock is held. */
    @FunctionalInterface
    interface Guarded<R> {

        R run() throws IOException;
    }

    /** Waits for the lock, at most for the timeout, and holds it during the action. */
    <R> R whileHeld(Guarded<R> action) throws IOException {
        if (threads.isHeldByCurrentThread()) {
            throw new IllegalStateException("The store must not be changed from within a change");
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
            Files.createDirectories(folder, FileAccess.ownerOnlyFolder(folder));
        }
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FileAccess.ownerOnly(file));
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
        return new IOException("another process has held " + file + " for more than " + timeout.toSeconds() + " s");
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for the lock");
    }
}
