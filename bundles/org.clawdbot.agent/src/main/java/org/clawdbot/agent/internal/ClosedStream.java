package org.clawdbot.agent.internal;

import java.util.Collections;
import java.util.Iterator;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatStream;

/** Stands where a stream would be that nobody wants any more. */
final class ClosedStream implements ChatStream {

    @Override
    public Iterator<ChatEvent> iterator() {
        return Collections.emptyIterator();
    }

    @Override
    public void close() {}
}
