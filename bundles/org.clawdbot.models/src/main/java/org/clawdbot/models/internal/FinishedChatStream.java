package org.clawdbot.models.internal;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;

/**
 * The stream of a transport, after notices of what came before it; its last event also says what the reply cost and which
 * attempts it took.
 */
final class FinishedChatStream implements ChatStream {

    private final ChatStream stream;
    private final List<ChatEvent.Notice> notices;
    private final UnaryOperator<ChatResult> finish;

    FinishedChatStream(ChatStream stream, List<ChatEvent.Notice> notices, UnaryOperator<ChatResult> finish) {
        this.stream = stream;
        this.notices = notices;
        this.finish = finish;
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        Iterator<ChatEvent> events = stream.iterator();
        Iterator<ChatEvent.Notice> first = notices.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return first.hasNext() || events.hasNext();
            }

            @Override
            public ChatEvent next() {
                if (first.hasNext()) {
                    return first.next();
                }
                ChatEvent event = events.next();
                return event instanceof ChatEvent.Completed completed
                        ? new ChatEvent.Completed(finish.apply(completed.result()))
                        : event;
            }
        };
    }

    @Override
    public void close() {
        stream.close();
    }
}
