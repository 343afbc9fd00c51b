package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application gets from the services: text as it arrives, or all at once. */
abstract class ChatTests {

    private Framework framework;
    private ChatModels models;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        models = Chutes.configure(framework);
    }

    @Test
    void streamsAReplyToTheLastEvent() {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = models.stream(ChatRequest.of("Hello from inside"))) {
            stream.forEach(events::add);
        }

        assertThat(events.get(events.size() - 1)).isInstanceOf(ChatEvent.Completed.class);
        ChatResult result = ((ChatEvent.Completed) events.get(events.size() - 1)).result();
        assertThat(result.text()).contains("Hello from inside").isEqualTo(Streams.textOf(events));
        assertThat(result.usage()).isNotNull();
        assertThat(result.requestedModel()).isEqualTo(Chutes.MODEL);
    }

    @Test
    void handsOutEachPieceWhenItArrives() {
        List<Long> times = new ArrayList<>();
        try (ChatStream stream = models.stream(ChatRequest.of("Answer slowly"))) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta) {
                    times.add(System.nanoTime());
                }
            }
        }

        assertThat(times).hasSize(Streams.SLOW_PIECES);
        long span = times.get(times.size() - 1) - times.get(0);
        assertThat(span / 1_000_000)
                .as("milliseconds from the first piece to the last")
                .isGreaterThan(400);
    }

    @Test
    void waitsForAReplyInOnePiece() {
        ChatResult result = models.complete(ChatRequest.of("All at once"));

        assertThat(result.text()).contains("All at once");
    }

    @Test
    void listsTheModelsOfTheServer() {
        assertThat(models.catalogs())
                .singleElement()
                .extracting(catalog -> catalog.find(Chutes.MODEL_ID))
                .asInstanceOf(InstanceOfAssertFactories.OPTIONAL)
                .isPresent();
    }
}
