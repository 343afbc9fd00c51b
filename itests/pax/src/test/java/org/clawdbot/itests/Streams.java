package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.osgi.framework.BundleException;

/** What the tests know about replies. */
final class Streams {

    /** How many pieces the scripted server sends, with pauses, when it is asked to answer slowly. */
    static final int SLOW_PIECES = 40;

    /** What such a reply says. */
    static final String SLOW_TEXT = "lorem ".repeat(SLOW_PIECES);

    private Streams() {}

    static String textOf(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.TextDelta.class::isInstance)
                .map(event -> ((ChatEvent.TextDelta) event).text())
                .collect(Collectors.joining());
    }

    /** Lets something happen between the first piece of a slow reply and the rest, and gives the text of the whole. */
    static String textOfSlowReplyDuring(ChatModels models, Change change) throws BundleException, InterruptedException {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = models.stream(ChatRequest.of("Answer slowly"))) {
            Iterator<ChatEvent> arriving = stream.iterator();
            while (textOf(events).isEmpty()) {
                events.add(arriving.next());
            }
            change.happen();
            arriving.forEachRemaining(events::add);
        }
        assertThat(events.get(events.size() - 1)).isInstanceOf(ChatEvent.Completed.class);
        return textOf(events);
    }

    /** Something done to the framework while a reply arrives. */
    @FunctionalInterface
    interface Change {
        void happen() throws BundleException, InterruptedException;
    }
}
