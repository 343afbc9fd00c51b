package org.clawdbot.models.internal;

import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;

/** The stream of a transport, whose last event also says what the reply cost and which attempts it took. */
final class FinishedChatStream implements ChatStream {

    private final ChatStream stream;
    private final UnaryOperator<ChatResult> finish;

    FinishedChatStream(ChatStream stream, UnaryOperator<ChatResult> finish) {
        this.stream = stream;
        this.finish = finish;
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        Iterator<ChatEvent> events = stream.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return events.hasNext();
            }

            @Override
            public ChatEvent next() {
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
