package org.clawdbot.chutes.completions.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.clawdbot.api.chat.ChatEvent;

/**
 * Tells a caller who waits for the first token what is going on: one notice at a time, and none once it is closed, so that
 * notices and the events of the stream never overlap.
 */
final class Notices implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ChutesTransport.PID);

    private final Consumer<? super ChatEvent.Notice> listener;
    private final Executor background;
    private final ReentrantLock telling = new ReentrantLock();
    private boolean closed;

    Notices(Consumer<? super ChatEvent.Notice> listener, Executor background) {
        this.listener = listener;
        this.background = background;
    }

    /** Tells it before this method returns. */
    void tell(String code, String message) {
        telling.lock();
        try {
            if (!closed) {
                listener.accept(new ChatEvent.Notice(code, message));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A listener failed on the notice {0}: {1}", code, e);
        } finally {
            telling.unlock();
        }
    }

    /** Tells it on another thread: whoever calls this must not wait for a listener. */
    void tellSoon(String code, String message) {
        background.execute(() -> tell(code, message));
    }

    @Override
    public void close() {
        telling.lock();
        try {
            closed = true;
        } finally {
            telling.unlock();
        }
    }
}
