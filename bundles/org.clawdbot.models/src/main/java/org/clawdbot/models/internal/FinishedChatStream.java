package org.clawdbot.models.internal;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.observation.ChatObservation;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a transport, after notices of what came before it; its last event also says what the reply cost and which
 * attempts it took. Whatever the transport does, the stream ends with its last event or with a typed error.
 */
final class FinishedChatStream implements ChatStream {

    private final ChatStream stream;
    private final CompletionRequest request;
    private final List<ChatEvent.Notice> notices;
    private final UnaryOperator<ChatResult> finish;
    private final ChatObservation observation;
    private volatile boolean closed;

    /**
     * Finishes a stream.
     *
     * @param request what is answered
     * @param observation hears of the notices within the stream and of an end before its end
     */
    FinishedChatStream(
            ChatStream stream,
            CompletionRequest request,
            List<ChatEvent.Notice> notices,
            UnaryOperator<ChatResult> finish,
            ChatObservation observation) {
        this.stream = stream;
        this.request = request;
        this.notices = notices;
        this.finish = finish;
        this.observation = observation;
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        return new Events(stream.iterator());
    }

    @Override
    public void close() {
        closed = true;
        try {
            stream.close();
        } finally {
            observation.cancelled(); // which nobody hears where the reply has ended
        }
    }

    /** The notices, then the events of the transport. */
    private final class Events implements Iterator<ChatEvent> {

        private final Iterator<ChatEvent.Notice> first = notices.iterator();
        private final Iterator<ChatEvent> events;
        private final ArrivedReply arrived = new ArrivedReply(request, notices);
        private boolean ended;

        Events(Iterator<ChatEvent> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            if (first.hasNext()) {
                return true;
            }
            if (ended) {
                return false;
            }
            try {
                if (events.hasNext()) {
                    return true;
                }
            } catch (RuntimeException | LinkageError e) {
                throw failed(typed(e));
            } catch (Error e) {
                ended = true;
                Observers.tellEnd(observation, e);
                throw e;
            }
            throw failed(typed(null));
        }

        @Override
        public ChatEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The reply has ended");
            }
            if (first.hasNext()) {
                return first.next();
            }
            ChatEvent event;
            try {
                event = events.next();
            } catch (RuntimeException | LinkageError e) {
                throw failed(typed(e));
            }
            if (event instanceof ChatEvent.Completed completed) {
                ended = true;
                return new ChatEvent.Completed(finish.apply(completed.result()));
            }
            if (event instanceof ChatEvent.Notice notice) {
                observation.notice(notice);
            }
            arrived.take(event);
            return event;
        }

        private ModelException failed(ModelException failure) {
            ended = true;
            Observers.tellEnd(observation, failure);
            return failure;
        }

        /** What the transport should have thrown; {@code failure} is null if it ended without its last event. */
        private ModelException typed(@Nullable Throwable failure) {
            if (failure instanceof ModelException typed) {
                return typed;
            }
            if (closed) {
                ErrorDetails details =
                        ErrorDetails.ofProvider(request.model().reference().provider());
                return new RequestCancelledException("The request was cancelled", details, failure);
            }
            if (failure == null) {
                return arrived.broken(
                        "truncated", "The answer ended without a word of whether it is whole; try again", null);
            }
            if (failure instanceof LinkageError) { // its bundle was updated, and with it went what it had not used yet
                return arrived.broken(
                        "provider-gone",
                        "The transport was stopped or updated in the middle of the answer; try again",
                        failure);
            }
            return arrived.broken(
                    "transport-failed",
                    "The transport failed in the middle of the answer ("
                            + failure.getClass().getSimpleName() + "); try again",
                    failure);
        }
    }
}
