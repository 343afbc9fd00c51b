package org.clawdbot.itests;

import java.util.List;
import java.util.stream.Collectors;
import org.clawdbot.api.chat.ChatEvent;

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
}
