package org.clawdbot.models.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;

/**
 * The stream of a transport, after notices of what came before it; its last event also says what the reply cost and which
 * attempts it took.
 */
final class FinishedChatStream implements ChatStream {

    private final ChatStream stream;
    private final Reply reply;

    FinishedChatStream(ChatStream stream, Reply reply) {
        this.stream = stream;
        this.reply = reply;
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        return new Events(stream.iterator());
    }

    @Override
    public void close() {
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

        Events(Iterator<ChatEvent> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            if (!own.isEmpty()) {
                return true;
            }
            try {
                return events.hasNext();
            } catch (RuntimeException | Error e) {
                reply.broke(e);
                throw e;
            }
        }

        @Override
        public ChatEvent next() {
            if (!own.isEmpty()) {
                return own.remove();
            }
            ChatEvent event;
            try {
                event = events.next();
            } catch (RuntimeException | Error e) {
                reply.broke(e);
                throw e;
            }
            if (event instanceof ChatEvent.Completed completed) {
                return completed(completed.result());
            }
            if (event instanceof ChatEvent.Notice notice) {
                reply.notice(notice);
            }
            return event;
        }

        /** What the end itself gives rise to comes before it. */
        private ChatEvent completed(ChatResult result) {
            ChatResult whole = reply.completed(result);
            List<ChatEvent.Notice> notices = whole.notices();
            own.addAll(notices.subList(reply.before().size() + result.notices().size(), notices.size()));
            own.add(new ChatEvent.Completed(whole));
            return own.remove();
        }
    }
}
