package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeSessions;
import org.clawdbot.shell.internal.FakeTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsCommandsTest {

    private final FakeHost host = new FakeHost();

    private void talk() {
        host.agent.reply = ChatResult.builder("chutes/m")
                .text("Noon")
                .usage(new Usage(1000, 200, null, null, 1200))
                .cost(new Cost(new BigDecimal("0.00012")))
                .build();
        host.agent.call = new ToolCall("1", "clock", "{\"zone\":\"UTC\"}");
        assertThat(host.run("agent", "--message", "What time is it?", "--session", "one"))
                .isZero();
        host.terminal = FakeTerminal.none();
    }

    @Test
    void aTurnOfTheAgentGoesOnWithASession() {
        talk();

        assertThat(host.run("agent", "--message", "And now?", "--session", "one", "--json"))
                .isZero();

        assertThat(host.document().path("session").asText()).isEqualTo("one");
        assertThat(host.sessions.kept.get("one").turns()).hasSize(2);
        assertThat(host.run("agent", "--message", "x", "--session", "../one")).isEqualTo(2);
    }

    @Test
    void listsThem() {
        talk();

        assertThat(host.run("sessions", "list")).isZero();
        assertThat(host.terminal.printed().lines())
                .hasSize(2)
                .last()
                .asString()
                .matches("one +1 +1k +\\$0.00012 +1 h ago +chutes/m");
    }

    @Test
    void listsThemAsADocument() {
        talk();

        assertThat(host.run("sessions", "list", "--json")).isZero();

        JsonNode one = host.document().at("/sessions/0");
        assertThat(one.path("name").asText()).isEqualTo("one");
        assertThat(one.path("turns").asInt()).isEqualTo(1);
        assertThat(one.path("changed").asText()).isEqualTo(FakeSessions.CHANGED.toString());
        assertThat(one.at("/usage/total").asInt()).isEqualTo(1200);
        assertThat(one.at("/cost/usd").decimalValue()).isEqualByComparingTo("0.00012");
        assertThat(host.document().path("problems")).isEmpty();
    }

    @Test
    void listsTheOthersWhereOneCannotBeRead() {
        talk();
        host.sessions.kept.put(
                FakeSessions.BROKEN,
                new Session(FakeSessions.BROKEN, FakeSessions.CHANGED, null, List.of(), List.of()));

        assertThat(host.run("sessions", "list", "--json")).isZero();

        assertThat(host.document().path("sessions")).hasSize(1);
        assertThat(host.document().at("/problems/0").asText()).contains("broken.jsonl:3");
        assertThat(host.terminal.said()).contains("warning: broken.jsonl:3");
    }

    @Test
    void saysHowToBeginWhereThereIsNone() {
        assertThat(host.run("sessions", "list")).isZero();
        assertThat(host.terminal.printed()).isEmpty();
        assertThat(host.terminal.said()).contains("clawdbot chat");
    }

    @Test
    void showsWhatWasSaid() {
        talk();
        host.sessions.kept.computeIfPresent(
                "one",
                (name, kept) -> new Session(
                        name, kept.changed(), "Be brief", kept.turns(), List.of(ChatMessage.user("Hello?"))));

        assertThat(host.run("sessions", "show", "one")).isZero();

        assertThat(host.terminal.printed())
                .isEqualToNormalizingNewlines(
                        """
                # one

                ## Instruction

                Be brief

                ## You

                What time is it?

                ## Tool: clock

                ```json
                {"zone":"UTC"}
                ```

                ```
                noon
                ```

                ## chutes/m

                Noon

                ## You

                Hello?

                *Not answered.*
                """);
    }

    @Test
    void showsWhatWasSaidAsADocument() {
        talk();

        assertThat(host.run("sessions", "show", "one", "--json")).isZero();

        JsonNode messages = host.document().at("/conversation/0/messages");
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "tool", "assistant");
        assertThat(messages.at("/1/toolCalls/0/name").asText()).isEqualTo("clock");
        assertThat(messages.at("/3/text").asText()).isEqualTo("Noon");
        assertThat(host.document().path("pending")).isEmpty();
    }

    @Test
    void exportsToANewPrivateFile(@TempDir Path folder) throws IOException {
        talk();
        Path file = folder.resolve("one.md");

        assertThat(host.run("sessions", "export", "one", "--output", file.toString(), "--json"))
                .isZero();

        assertThat(host.document().path("file").asText()).isEqualTo(file.toString());
        assertThat(file).content().startsWith("# one").contains("What time is it?");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(host.run("sessions", "export", "one", "--output", file.toString()))
                .isEqualTo(1);
        assertThat(host.terminal.said()).contains("is there already");
    }

    @Test
    void deletes() {
        talk();

        assertThat(host.run("sessions", "delete", "one")).isZero();
        assertThat(host.terminal.printed()).contains("Deleted one");
        assertThat(host.sessions.kept).isEmpty();
        talk();
        assertThat(host.run("sessions", "delete", "one", "--json")).isZero();
        assertThat(host.document().path("deleted").asText()).isEqualTo("one");
    }

    @Test
    void saysThatThereIsNone() {
        for (String verb : List.of("show", "delete")) {
            host.terminal = FakeTerminal.none();
            assertThat(host.run("sessions", verb, "nope", "--json")).isEqualTo(1);
            assertThat(host.document().at("/error/code").asText()).isEqualTo("no-session");
            assertThat(host.terminal.said()).contains("clawdbot sessions list");
            assertThat(host.run("sessions", verb, "../x")).isEqualTo(2);
        }
    }
}
