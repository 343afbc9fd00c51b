package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;

class ManyStreamsTest extends SimulatorFixture {

    private static final int STREAMS = 2000;

    @Test
    void carriesTwoThousandSlowStreamsOnAHandfulOfThreads() throws Exception {
        simulator.chat(Behaviour.normal()
                .with(Setting.DELAY_MILLIS, 2000)
                .with(Setting.CHUNK_DELAY_MILLIS, 150)
                .with(Setting.CHUNK_CHARS, 24));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            answers.add(client().sendAsync(
                            chatRequest(streaming("I am caller " + i + ", friend"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
        }
        simulator.awaitRequests(STREAMS / 2, SOON);
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("chutes-simulator"))
                .count();

        for (int i = 0; i < STREAMS; i++) {
            String stream = answers.get(i).get(30, TimeUnit.SECONDS).body();
            assertThat(stream).endsWith("data: [DONE]\n\n");
            assertThat(text(events(stream))).contains("\"I am caller " + i + ", friend\"");
        }
        assertThat(threads).isLessThanOrEqualTo(10);
        assertThat(simulator.startedStreams()).isEqualTo(STREAMS);
        assertThat(simulator.peakStreams()).isGreaterThan(STREAMS / 4);
        assertThat(simulator.openStreams()).isZero();
        assertThat(simulator.disconnectedStreams()).isZero();
    }
}
