package org.clawdbot.sessions.file.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SessionException;
import org.clawdbot.api.host.ProcessLock;
import org.clawdbot.api.host.ProcessLock.Guarded;
import org.jspecify.annotations.Nullable;

/** Lets the turns of one session run one after the other, in all threads of all processes. */
final class SessionLock {

    private final String name;
    private final Path file;
    private final Duration patience;
    private final ReentrantLock threads = new ReentrantLock(true);

    SessionLock(String name, Path file, Duration patience) {
        this.name = name;
        this.file = file;
        this.patience = patience;
    }

    /** Does something while nobody else does; says first if that means to wait. */
    <R> R whileHeld(Runnable onBusy, Guarded<R> action) throws IOException {
        if (threads.isHeldByCurrentThread()) {
            throw new IllegalStateException("A turn of the session \"" + name + "\" asks for another turn of it");
        }
        boolean told = lockThreads(onBusy);
        try {
            return whileProcessHolds(told ? () -> {} : onBusy, action);
        } finally {
            threads.unlock();
        }
    }

    private boolean lockThreads(Runnable onBusy) {
        if (threads.tryLock()) {
            return false;
        }
        onBusy.run();
        try {
            if (!threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy(null);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw cancelled(interrupted);
        }
    }

    /** No two channels on the lock file at once: to close either of them would release the lock of this process. */
    private <R> R whileProcessHolds(Runnable onBusy, Guarded<R> action) throws IOException {
        AtomicBoolean entered = new AtomicBoolean();
        Guarded<R> noted = () -> {
            entered.set(true);
            return action.run();
        };
        try {
            try {
                return new ProcessLock(file, Duration.ZERO).whileHeld(noted);
            } catch (ProcessLock.HeldElsewhereException held) {
                onBusy.run();
                return new ProcessLock(file, patience).whileHeld(noted);
            }
        } catch (ProcessLock.HeldElsewhereException held) {
            throw busy(held);
        } catch (InterruptedIOException interrupted) {
            if (entered.get()) {
                throw interrupted;
            }
            throw cancelled(interrupted);
        }
    }

    private SessionException busy(@Nullable Throwable cause) {
        return new SessionException(
                SessionException.BUSY,
                "Another turn of the session \"" + name + "\" has not ended for " + patience.toSeconds()
                        + " s; wait for it or use another session",
                cause);
    }

    private RequestCancelledException cancelled(Throwable cause) {
        return new RequestCancelledException(
                "Cancelled while another turn of the session \"" + name + "\" was waited for",
                ErrorDetails.NONE,
                cause);
    }
}
