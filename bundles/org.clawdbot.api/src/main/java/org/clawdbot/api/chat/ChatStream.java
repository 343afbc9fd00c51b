package org.clawdbot.api.chat;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A reply on its way.
 *
 * <p>Pull it with {@code for (ChatEvent event : stream)}, wait for all of it with {@link #result}, or have it pushed
 * with {@link #subscribe}; one of the three, once. Nothing is read ahead of the caller beyond what arrived in one piece.
 *
 * <p>{@link #close} may be called from any thread and ends the request at the provider at once. Failures are thrown to
 * whoever pulls, as a {@link org.clawdbot.api.error.ModelException}; a stream that ends without one has ended with
 * {@link ChatEvent.Completed} and is whole.
 */
@ConsumerType
public interface ChatStream extends Iterable<ChatEvent>, AutoCloseable {

    /**
     * Gives the events; may be called once.
     *
     * @return an iterator for one thread at a time, whose {@code hasNext} waits for the next event and throws a
     *     {@link org.clawdbot.api.error.ModelException} if the reply fails, and a
     *     {@link org.clawdbot.api.error.RequestCancelledException} if the stream is closed meanwhile
     * @throws IllegalStateException if the events were already given out
     */
    @Override
    Iterator<ChatEvent> iterator();

    /** Ends the request, if it has not ended, and frees what it holds; safe from any thread, and more than once. */
    @Override
    void close();

    /**
     * Waits for the whole reply and closes the stream.
     *
     * @return the reply
     * @throws org.clawdbot.api.error.ModelException if the reply fails
     */
    default ChatResult result() {
        try (this) {
            for (ChatEvent event : this) {
                if (event instanceof ChatEvent.Completed completed) {
                    return completed.result();
                }
            }
        }
        throw new IllegalStateException("A stream ended without its last event");
    }

    /**
     * Has the events pushed to a listener and closes the stream at the end.
     *
     * @param listener what takes the events; an exception it throws ends the request and fails the future
     * @param executor what runs the pull; it needs one thread until the reply ends
     * @return the reply; fails with the {@link org.clawdbot.api.error.ModelException} of the reply, and ends the
     *     request when it is cancelled
     */
    default CompletableFuture<ChatResult> subscribe(ChatListener listener, Executor executor) {
        return StreamSubscription.start(this, listener, executor);
    }
}
