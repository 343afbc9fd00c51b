package org.clawdbot.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host that has just started, and hundreds who ask it at the same moment. Felix lets threads that need the same class spin
 * until one has loaded it; a thousand of them on two processors took longer than twenty minutes (ADR 20).
 */
class ManyAtFirstIT {

    private static final int CALLERS = 600;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void hundredsWhoAreTheFirstToAskAreAllAnswered(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        Path state = Files.createDirectory(folder.resolve("state"));
        System.setProperty("clawdbot.state.dir", state.toString());
        try (ChutesSimulator chutes = ChutesSimulator.builder()
                .requireKeys(FakeKeys.GOOD)
                .scenario(Scenario.of(
                        Rule.always(Behaviour.normal().withHeader("X-Chutes-RL-User", Integer.toString(CALLERS * 2)))))
                .start()) {
            Files.writeString(
                    state.resolve("clawdbot.json"),
                    """
                    {
                      models: {providers: {chutes: {baseUrl: "%s", accountUrl: "%s", apiKey: "%s"}}}
                    }
                    """
                            .formatted(chutes.baseUrl(), chutes.accountUrl(), FakeKeys.GOOD));
            try (EmbeddedHost host = EmbeddedHost.start(Files.createDirectory(folder.resolve("work")))) {
                ChatModels models = host.service(ChatModels.class);
                CountDownLatch together = new CountDownLatch(CALLERS);
                List<Future<Boolean>> replies = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    replies.add(threads.submit(() -> {
                        together.countDown();
                        together.await();
                        return isAnswered(models);
                    }));
                }

                for (Future<Boolean> reply : replies) {
                    assertThat(reply.get()).isTrue();
                }
            }
        } finally {
            threads.shutdownNow();
            System.clearProperty("clawdbot.state.dir");
        }
    }

    private static boolean isAnswered(ChatModels models) {
        ChatEvent last = null;
        try (ChatStream stream = models.stream(ChatRequest.of("Who is there?"))) {
            for (ChatEvent event : stream) {
                last = event;
            }
        }
        return last instanceof ChatEvent.Completed;
    }
}
