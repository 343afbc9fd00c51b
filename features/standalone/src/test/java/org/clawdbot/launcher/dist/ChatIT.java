package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code chat} in a real terminal, against the scripted server. */
class ChatIT {

    @TempDir
    Path home;

    private ChutesSimulator chutes;
    private TerminalSession session;

    @BeforeEach
    void sitDown() throws Exception {
        assumeTrue(Tmux.installed(), "tmux is not installed");
        chutes = ChutesSimulator.builder().start();
        session = new TerminalSession(home);
        session.configure(
                """
                { agents: { defaults: { model: { primary: "chutes/zai-org/GLM-4.7-Flash" } } },
                  models: { providers: { chutes: { apiKey: "%s", baseUrl: "%s", accountUrl: "%s" } } } }
                """
                        .formatted(FakeKeys.GOOD, chutes.baseUrl(), chutes.accountUrl()));
    }

    @AfterEach
    void leave() throws Exception {
        if (session != null) {
            session.close();
        }
        chutes.close();
    }

    private void awaitPrompt() throws IOException, InterruptedException {
        session.await(shown ->
                shown.contains("/help tells what else") && shown.stripTrailing().endsWith("\n>"));
    }

    @Test
    void talksOverSeveralTurnsAndGivesTheTerminalBack() throws Exception {
        chutes.chat(Behaviour.reply("Nice to meet you, Ann."));
        session.open("chat --session ann");
        awaitPrompt();
        session.type("I am Ann");
        session.press("M-Enter");
        session.type("and it's late");
        session.press("Enter");
        session.await("Nice to meet you, Ann.");
        chutes.chat(Behaviour.reply("You are Ann."));

        awaitPrompt();
        session.type("Who am I?");
        session.press("Enter");
        session.await("You are Ann.");
        awaitPrompt();
        session.press("C-d");

        assertThat(session.await("rc=0")).contains("clawdbot chat --session ann");
        session.assertTerminalIsBack();
        String second = chutes.requests("/v1/chat/completions").get(1).body();
        assertThat(second).contains("I am Ann\\nand it's late", "Nice to meet you, Ann.", "Who am I?");
        Path record = home.resolve("agents/main/sessions/ann.jsonl");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("chat-history"))))
                .isEqualTo("rw-------");
    }

    @Test
    void ctrlCEndsOnlyTheReply() throws Exception {
        chutes.chat(Behaviour.reply("one two three four five six seven eight nine ten")
                .withDelays(Duration.ZERO, Duration.ofSeconds(1)));
        session.open("chat --session slow");
        awaitPrompt();
        session.type("count");
        session.press("Enter");
        session.await(shown -> shown.contains("one"));

        session.press("C-c");

        String cancelled = session.await("Cancelled; this turn is no part of the conversation");
        awaitPrompt();
        assertThat(cancelled).contains("one").doesNotContain("ten\n");
        chutes.chat(Behaviour.reply("All ten."));
        session.type("/retry");
        session.press("Enter");
        session.await("All ten.");
        awaitPrompt();
        session.press("C-c");
        session.await("Ctrl-D or /exit leaves");
        awaitPrompt();
        session.type("/exit");
        session.press("Enter");
        session.await("rc=0");
        session.assertTerminalIsBack();
    }

    @Test
    void choosesAModelInTheWindowAndCompletesWords() throws Exception {
        session.open("chat --session pick");
        awaitPrompt();
        session.type("/mo");
        session.press("Tab");
        session.await("> /model");
        session.press("Enter");
        session.await("Choose the model of this chat");
        session.type("kimi");
        session.await("1 of ");
        session.press("Enter");
        session.await("Model: chutes/moonshotai/Kimi-K2.5-TEE");
        awaitPrompt();
        session.type("hello");
        session.press("Enter");
        session.await("out,");
        awaitPrompt();
        session.press("C-d");
        session.await("rc=0");

        assertThat(chutes.requests("/v1/chat/completions").get(0).body()).contains("moonshotai/Kimi-K2.5-TEE");
        session.assertTerminalIsBack();
    }

    @Test
    void beingToldToEndGivesTheTerminalBack() throws Exception {
        session.open("chat");
        awaitPrompt();

        session.endProcess();

        session.await("rc=143");
        session.assertTerminalIsBack();
    }
}
