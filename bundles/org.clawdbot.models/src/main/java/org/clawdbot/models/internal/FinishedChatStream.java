package org.clawdbot.models.internal;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.observation.ChatObservation;

/**
 * The stream of a transport, after notices of what came before it; its last event also says what the reply cost and which
 * attempts it took.
 */
final class FinishedChatStream implements ChatStream {

    private final ChatStream stream;
    private final List<ChatEvent.Notice> notices;
    private final UnaryOperator<ChatResult> finish;
    private final ChatObservation observation;

    /**
     * Finishes a stream.
     *
     * @param observation hears of the notices within the stream and of an end before its end
     */
    FinishedChatStream(
            ChatStream stream,
            List<ChatEvent.Notice> notices,
            UnaryOperator<ChatResult> finish,
            ChatObservation observation) {
        this.stream = stream;
        this.notices = notices;
        this.finish = finish;
        this.observation = observation;
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        Iterator<ChatEvent> events = stream.iterator();
        Iterator<ChatEvent.Notice> first = notices.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (first.hasNext()) {
                    return true;
                }
                try {
                    return events.hasNext();
                } catch (RuntimeException | Error e) {
                    Observers.tellEnd(observation, e);
                    throw e;
                }
            }

            @Override
            public ChatEvent next() {
                if (first.hasNext()) {
                    return first.next();
                }
                ChatEvent event;
                try {
                    event = events.next();
                } catch (RuntimeException | Error e) {
                    Observers.tellEnd(observation, e);
                    throw e;
                }
                if (event instanceof ChatEvent.Completed completed) {
                    return new ChatEvent.Completed(finish.apply(completed.result()));
                }
                if (event instanceof ChatEvent.Notice notice) {
                    observation.notice(notice);
                }
                return event;
            }
        };
    }

    @Override
    public void close() {
        try {
            stream.close();
        } finally {
            observation.cancelled(); // which nobody hears where the reply has ended
        }
    }
}
