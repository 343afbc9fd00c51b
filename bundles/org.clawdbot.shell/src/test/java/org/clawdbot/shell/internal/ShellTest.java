package org.clawdbot.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.host.HostConfiguration;
import org.junit.jupiter.api.Test;

class ShellTest {

    private final FakeTerminal terminal = FakeTerminal.none();

    @Test
    void interruptsTheRunningCommandWhenTheHostGoesDown() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        LiveParts parts = new LiveParts(FakeReference::locate, Duration.ZERO);
        parts.models = FakeReference.<ChatModels>to(new FakeModels());
        parts.configuration = FakeReference.<HostConfiguration>to(new FakeConfiguration());
        parts.agent = FakeReference.to((AgentRequest request, AgentListener listener) -> waitForInterrupt(begun));
        Shell shell = new Shell(parts);
        AtomicInteger exitCode = new AtomicInteger(-1);
        Thread command = new Thread(() -> exitCode.set(shell.run(List.of("agent", "--message", "hi"), terminal)));
        command.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        shell.stop();
        command.join(10_000);

        assertThat(exitCode).hasValue(130);
        assertThat(terminal.said()).contains("Cancelled");
    }

    private static AgentResult waitForInterrupt(CountDownLatch begun) {
        begun.countDown();
        try {
            Thread.sleep(Duration.ofMinutes(1).toMillis());
            throw new AssertionError("nobody interrupted");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RequestCancelledException("Cancelled", ErrorDetails.NONE, interrupted);
        }
    }

    @Test
    void runEndsWithZeroWhenTheHostGoesDown() {
        Shell shell = new Shell(new FakeHost());
        shell.stop();
        assertThat(shell.run(List.of("run"), terminal)).isZero();
    }
}
