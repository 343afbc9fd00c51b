package org.clawdbot.models.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a transport, after notices of what came before it; its last event also says what the reply cost and which
 * attempts it took. Whatever the transport does, the stream ends with its last event or with a typed error.
 */
final class FinishedChatStream implements ChatStream {

    private final ChatStream stream;
    private final CompletionRequest request;
    private final Reply reply;
    private volatile boolean closed;

    FinishedChatStream(ChatStream stream, CompletionRequest request, Reply reply) {
        this.stream = stream;
        this.request = request;
        this.reply = reply;
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
            reply.closed();
        }
    }

    /** The events, with those of the façade among them. */
    private final class Events implements Iterator<ChatEvent> {

        private final Iterator<ChatEvent> events;
        private final Deque<ChatEvent> own = new ArrayDeque<>(reply.before());
        private final ArrivedReply arrived = new ArrivedReply(request, reply.before());
        private @Nullable ChatEvent fetched;
        private boolean ended;

        Events(Iterator<ChatEvent> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            if (fetched != null || !own.isEmpty()) {
                return true;
            }
            if (ended) {
                return false;
            }
            fetched = fetch();
            return true;
        }

        @Override
        public ChatEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The reply has ended");
            }
            ChatEvent event = fetched;
            if (event == null) {
                return own.remove();
            }
            fetched = null;
            if (event instanceof ChatEvent.Completed completed) {
                return completed(completed.result());
            }
            if (event instanceof ChatEvent.Notice notice) {
                reply.notice(notice);
            }
            arrived.take(event);
            return event;
        }

        /** What the end itself gives rise to comes before it. */
        private ChatEvent completed(ChatResult result) {
            ended = true;
            ChatResult whole = reply.completed(result);
            List<ChatEvent.Notice> notices = whole.notices();
            own.addAll(notices.subList(reply.before().size() + result.notices().size(), notices.size()));
            own.add(new ChatEvent.Completed(whole));
            return own.remove();
        }

        /** Gives the next event of the transport, which must not end without its last one. */
        private ChatEvent fetch() {
            try {
                if (events.hasNext()) {
                    return Objects.requireNonNull(events.next(), "event");
                }
            } catch (RuntimeException | LinkageError e) {
                throw failed(typed(e));
            } catch (Error e) {
                throw failed(e);
            }
            throw failed(typed(null));
        }

        private <T extends Throwable> T failed(T failure) {
            ended = true;
            reply.broke(failure);
            return failure;
        }

        /** What the transport should have thrown; {@code failure} is null if it ended without its last event. */
        private ModelException typed(@Nullable Throwable failure) {
            if (failure instanceof ModelException typed) {
                return typed;
            }
            if (closed) {
                return new RequestCancelledException("The request was cancelled", arrived.known(), failure);
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
