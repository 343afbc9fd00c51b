package org.clawdbot.benchmarks.contest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;
import org.clawdbot.embedded.EmbeddedHost;

/** The service that an application has, of the bundles of the distribution in Felix. */
public final class ClawdbotContestant implements Contestant {

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .model("chutes/" + Contestant.MODEL)
            .user(Contestant.PROMPT)
            .build();

    private final EmbeddedHost host;
    private final ChatModels models;

    /**
     * Starts the host. The variable {@code CLAWDBOT_STATE_DIR} names an empty folder for it.
     *
     * @param base where it finds the inference service
     * @throws Exception if it does not start
     */
    public ClawdbotContestant(URI base) throws Exception {
        Path state = Files.createDirectories(Path.of(System.getenv("CLAWDBOT_STATE_DIR")));
        Files.writeString(
                state.resolve("clawdbot.json"),
                "{models:{providers:{chutes:{baseUrl:'" + base + "',apiKey:'" + Contestant.API_KEY + "'}}}}");
        host = EmbeddedHost.start(state);
        models = host.service(ChatModels.class);
    }

    EmbeddedHost host() {
        return host;
    }

    ChatModels models() {
        return models;
    }

    @Override
    public void stream(Sink sink) {
        try (ChatStream stream = models.stream(REQUEST)) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta delta) {
                    sink.text(delta.text());
                } else if (event instanceof ChatEvent.ToolCallDelta delta
                        && !delta.arguments().isEmpty()) {
                    sink.text(delta.arguments());
                }
            }
        }
    }

    @Override
    public void complete(Sink sink) {
        sink.text(models.complete(REQUEST).text());
    }

    @Override
    public int listModels() {
        List<CatalogSnapshot> catalogs = models.refresh();
        return catalogs.get(0).models().size();
    }

    @Override
    public void close() throws IOException {
        host.close();
    }
}
