package org.clawdbot.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.junit.jupiter.api.Test;

class ShellTest {

    private final Shell shell = new Shell();
    private final FakeTerminal terminal = FakeTerminal.none();

    @Test
    void interruptsTheRunningCommandWhenTheHostGoesDown() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        shell.setModels(new FakeModels());
        shell.setConfiguration(new FakeConfiguration());
        shell.setAgent((AgentRequest request, AgentListener listener) -> waitForInterrupt(begun));
        AtomicInteger exitCode = new AtomicInteger(-1);
        Thread command = new Thread(() -> exitCode.set(shell.run(List.of("agent", "--message", "hi"), terminal)));
        command.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        shell.stop();
        command.join(10_000);

        assertThat(exitCode).hasValue(130);
    }

    private static AgentResult waitForInterrupt(CountDownLatch begun) {
        begun.countDown();
        try {
            Thread.sleep(Duration.ofMinutes(1).toMillis());
            throw new AssertionError("nobody interrupted");
        } catch (InterruptedException interrupted) {
            throw new RequestCancelledException("Cancelled", ErrorDetails.NONE, interrupted);
        }
    }

    @Test
    void runEndsWithZeroWhenTheHostGoesDown() {
        shell.setConfiguration(new FakeConfiguration());
        shell.stop();
        assertThat(shell.run(List.of("run"), terminal)).isZero();
    }

    @Test
    void usesThePartsThatAreThereNow() {
        FakeModels models = new FakeModels();
        FakeModels newer = new FakeModels().sparse("a/b");
        shell.setConfiguration(new FakeConfiguration());
        shell.setModels(models);
        shell.setModels(newer);
        shell.unsetModels(models);

        shell.run(List.of("models", "list", "--plain"), terminal);

        assertThat(terminal.printed()).isEqualToIgnoringNewLines("chutes/a/b");
    }

    @Test
    void takesAFacadeThatCannotReadCredentialsForPresent() {
        FakeModels models = new FakeModels();
        models.credentialFailure = new CredentialStoreException("not JSON", ErrorDetails.NONE, null);
        LiveParts parts = new LiveParts(Duration.ofMinutes(1));
        parts.models.set(models);

        assertThat(parts.models()).contains(models);
    }

    @Test
    void prefersTheStrategyWithTheHighestRanking() {
        StrategyList strategies = new StrategyList();
        FakeStrategy low = new FakeStrategy("api-key");
        FakeStrategy high = new FakeStrategy("api-key");
        strategies.add(low, Map.of("model.provider", "chutes", "auth.mode", "api-key"));
        strategies.add(high, Map.of("model.provider", "chutes", "auth.mode", "api-key", "service.ranking", 5));

        assertThat(strategies.list()).extracting(Parts.Strategy::service).containsExactly(high, low);
        strategies.remove(high);
        assertThat(strategies.list()).extracting(Parts.Strategy::service).containsExactly(low);
        assertThat(strategies.list().get(0).provider()).isEqualTo("chutes");
    }

    @Test
    void waitsAMomentForPartsAtTheStartOnly() {
        LiveParts settled = new LiveParts(Duration.ZERO);
        assertThat(settled.models()).isEmpty();
        assertThat(settled.strategies()).isEmpty();

        LiveParts starting = new LiveParts(Duration.ofSeconds(30));
        Thread late = new Thread(() -> starting.models.set(new FakeModels()));
        late.start();
        assertThat(starting.models()).isPresent();
    }
}
