package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.launcher.dist.Program.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations over several processes, against the scripted server. */
class SessionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    Path home;

    private ChutesSimulator chutes;

    @BeforeEach
    void startChutes() throws IOException {
        chutes = ChutesSimulator.builder().start();
        Path state = Files.createDirectory(home.resolve(".clawdbot"));
        Files.writeString(
                state.resolve("clawdbot.json"),
                """
                { agents: { defaults: { model: { primary: "chutes/zai-org/GLM-4.7-Flash" } } },
                  models: { providers: { chutes: { apiKey: "%s", baseUrl: "%s", accountUrl: "%s" } } } }
                """
                        .formatted(FakeKeys.GOOD, chutes.baseUrl(), chutes.accountUrl()));
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    private Program clawdbot() {
        return new Program(Copies.ASSEMBLED.resolve("clawdbot"), home);
    }

    private static void signal(String name, Running running) throws Exception {
        String command = "kill -" + name + " " + running.process().pid();
        assertThat(new ProcessBuilder("sh", "-c", command).start().waitFor()).isZero();
    }

    private List<String> sent(int request) {
        List<String> sent = new ArrayList<>();
        for (JsonNode message : chutes.requests(CHAT).get(request).json().path("messages")) {
            sent.add(message.path("role").asText() + ": "
                    + message.path("content").asText());
        }
        return sent;
    }

    @Test
    void aTurnGoesOnWhereAnotherProcessEnded() throws Exception {
        chutes.chat(Behaviour.reply("Hello Ann."));
        assertThat(clawdbot().run("agent", "--session", "a", "--system", "Be brief", "--message", "I am Ann"))
                .isEqualTo(new Result(0, "Hello Ann.\n", ""));
        chutes.chat(Behaviour.reply("Ann."));

        Result second = clawdbot().run("agent", "--session", "a", "--message", "Who am I?", "--json");

        assertThat(JSON.readTree(second.out()).path("session").asText()).isEqualTo("a");
        assertThat(sent(1))
                .containsExactly("system: Be brief", "user: I am Ann", "assistant: Hello Ann.", "user: Who am I?");
        JsonNode listed =
                JSON.readTree(clawdbot().run("sessions", "list", "--json").out());
        assertThat(listed.at("/sessions/0/turns").asInt()).isEqualTo(2);
        assertThat(clawdbot().run("sessions", "show", "a").out())
                .contains("I am Ann", "Hello Ann.", "Who am I?", "Ann.");
        assertThat(clawdbot().run("sessions", "delete", "a").exit()).isZero();
        assertThat(clawdbot().run("sessions", "list").err()).contains("No conversation is kept yet");
    }

    @Test
    void aProcessThatIsKilledInTheMiddleOfAReplyHurtsNothing() throws Exception {
        chutes.chat(Behaviour.reply("Hello."));
        assertThat(clawdbot().run("agent", "--session", "a", "--message", "one").exit())
                .isZero();
        chutes.chat(Behaviour.reply("never to its very end").withDelays(Duration.ZERO, Duration.ofSeconds(2)));
        Running killed = clawdbot().start("agent", "--session", "a", "--message", "two");
        killed.awaitOut("never");
        killed.process().destroyForcibly();
        killed.end();
        chutes.chat(Behaviour.reply("Fine."));

        assertThat(clawdbot().run("agent", "--session", "a", "--message", "three"))
                .isEqualTo(new Result(0, "Fine.\n", ""));

        assertThat(sent(2)).containsExactly("user: one", "assistant: Hello.", "user: three");
    }

    /** The first one stands still until the second one waits, however long that takes to start. */
    @Test
    void twoProcessesTakeTurns() throws Exception {
        chutes.chat(Behaviour.reply("slow and steady").withDelays(Duration.ZERO, Duration.ofMillis(700)));
        Running first = clawdbot().start("agent", "--session", "a", "--message", "one");
        first.awaitOut("slow");

        signal("STOP", first);
        Running second;
        try {
            second = clawdbot().start("agent", "--session", "a", "--message", "two");
            second.awaitErr("waiting for it");
        } finally {
            signal("CONT", first);
        }

        assertThat(first.end().exit()).isZero();
        assertThat(second.end().exit()).as(second.err()).isZero();
        assertThat(sent(1)).containsExactly("user: one", "assistant: slow and steady", "user: two");
    }

    @Test
    void aScriptOfMessagesIsAConversation() throws Exception {
        chutes.chat(Behaviour.reply("Yes."));

        Result result = clawdbot().typing("Is it?\n/think off\nSure?\n").run("chat", "--session", "s", "--json");

        JsonNode document = JSON.readTree(result.out());
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(document.path("turns")).hasSize(2);
        assertThat(document.at("/turns/1/text").asText()).isEqualTo("Yes.");
        assertThat(sent(1)).containsExactly("user: Is it?", "assistant: Yes.", "user: Sure?");
    }
}
