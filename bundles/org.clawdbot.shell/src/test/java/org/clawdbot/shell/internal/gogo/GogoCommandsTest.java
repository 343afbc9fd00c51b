package org.clawdbot.shell.internal.gogo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.Shell;
import org.clawdbot.shell.internal.cli.CommandNode;
import org.clawdbot.shell.internal.command.Commands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GogoCommandsTest {

    private final PrintStream usualOut = System.out;
    private final PrintStream usualErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void standInForTheConsole() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(usualOut);
        System.setErr(usualErr);
    }

    @Test
    void everyFunctionIsACommandThatExists() {
        assertThat(GogoCommands.ENTRIES).allSatisfy(entry -> {
            CommandNode node = Commands.TREE;
            for (String word : entry.words()) {
                node = node.children().stream()
                        .filter(child -> child.name().equals(word))
                        .findFirst()
                        .orElseThrow();
            }
        });
        assertThat(GogoCommands.ENTRIES)
                .extracting(entry -> entry.scope() + ":" + entry.name())
                .contains("models:list", "models:auth-login", "agent:ask")
                .doesNotHaveDuplicates();
    }

    @Test
    void printsToTheSession() throws ExitCodeException {
        GogoFunction function = new GogoFunction(new Shell(new FakeHost()), List.of("models", "list"));

        assertThat(function.execute(null, List.of("--help"))).isNull();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--search");
    }

    @Test
    void failsWithTheMessageAndWithoutAStackTrace() {
        GogoFunction function = new GogoFunction(new Shell(new FakeHost()), List.of("models", "set"));

        assertThatExceptionOfType(ExitCodeException.class)
                .isThrownBy(() -> function.execute(null, List.of()))
                .withMessage("exit code 2")
                .satisfies(failure -> assertThat(failure.getStackTrace()).isEmpty());
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("clawdbot: Missing required parameter", "REF");
    }

    @Test
    void theSessionKnowsTheExitCodeOfTheLastCommand() throws Exception {
        CommandProcessorImpl processor = new CommandProcessorImpl(null);
        processor.addCommand("models", new GogoFunction(new Shell(new FakeHost()), List.of("models", "set")), "set");
        processor.addCommand(
                "models", new GogoFunction(new Shell(new FakeHost()), List.of("models", "list", "--help")), "list");
        try (CommandSession session = processor.createSession(InputStream.nullInputStream(), out, err)) {
            assertThatExceptionOfType(ExitCodeException.class).isThrownBy(() -> session.execute("models:set"));
            assertThat(session.get("exitCode")).isEqualTo(2);
            assertThat(session.execute("code = $exitCode")).isEqualTo(2);

            session.execute("models:list");
            assertThat(session.get("exitCode")).isEqualTo(0);
        }
    }
}
