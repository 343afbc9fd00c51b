package org.clawdbot.shell.internal.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.clawdbot.shell.internal.terminal.Key;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Screen;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTerminalTest {

    @ParameterizedTest
    @CsvSource({"132, 132", "null, 100", "0, 100", "wide, 100"})
    void isAsWideAsTheConsoleSays(String columns, int width) {
        assertThat(SessionTerminal.of(session(Map.of("COLUMNS", columns))).width())
                .isEqualTo(width);
        assertThat(SessionTerminal.of(null).width()).isEqualTo(100);
    }

    @Test
    void takesTheWindowOfAConsoleOfJLineAndGivesItBack() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (LineDisciplineTerminal terminal =
                new LineDisciplineTerminal("far", "xterm", sent, StandardCharsets.UTF_8)) {
            terminal.setSize(new Size(90, 30));
            Attributes before = terminal.getAttributes();

            try (Screen screen = SessionTerminal.of(session(Map.of(".terminal", terminal)))
                    .openScreen()
                    .orElseThrow()) {
                assertThat(screen.columns()).isEqualTo(90);
                assertThat(screen.rows()).isEqualTo(30);
                screen.show(List.of(Line.of("hello")), 0, 5);
                terminal.processInputBytes("x\u001b[A\u0003".getBytes(StandardCharsets.UTF_8));
                assertThat(List.of(screen.read(), screen.read(), screen.read()))
                        .containsExactly(Key.of('x'), Key.of(Kind.UP), Key.control('C'));
                terminal.setSize(new Size(50, 10));
                terminal.raise(Terminal.Signal.WINCH);
                assertThat(screen.read()).isEqualTo(Key.of(Kind.RESIZED));
                assertThat(screen.columns()).isEqualTo(50);
            }

            assertThat(terminal.getAttributes().getLocalFlags()).isEqualTo(before.getLocalFlags());
            assertThat(sent.toString(StandardCharsets.UTF_8))
                    .startsWith("\u001b[?1049h")
                    .contains("hello")
                    .endsWith("\u001b[?1049l");
        }
    }

    @Test
    void takesNoWindowWhereThereIsNone() throws IOException {
        assertThat(SessionTerminal.of(null).openScreen()).isEmpty();
        assertThat(SessionTerminal.of(session(Map.of())).openScreen()).isEmpty();
        assertThat(SessionTerminal.of(session(Map.of(".terminal", "of another make")))
                        .openScreen())
                .isEmpty();
        try (Terminal dumb = new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream())) {
            assertThat(SessionTerminal.of(session(Map.of(".terminal", dumb))).openScreen())
                    .isEmpty();
        }
    }

    @Test
    void flushesTheConsoleToo() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(new BufferedOutputStream(sent), false, StandardCharsets.UTF_8);
        console.print("still here");

        SessionTerminal.of(session(Map.of(), console)).out().flush();

        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("still here");
    }

    @Test
    void writesMessagesToTheConsoleOfKarafUnlessADocumentIsWanted() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        CommandSession session = session(Map.of(), new PrintStream(sent, false, StandardCharsets.UTF_8));
        SessionTerminal.of(session).err().println("elsewhere");
        System.setProperty("karaf.base", "/opt/karaf");
        try {
            SessionTerminal.of(session, true).err().println("beside a document");
            SessionTerminal.of(session, false).err().println("for all to see");
        } finally {
            System.clearProperty("karaf.base");
        }

        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("for all to see");
    }

    private static CommandSession session(Map<String, Object> variables) {
        return session(variables, System.out);
    }

    private static CommandSession session(Map<String, Object> variables, PrintStream console) {
        return (CommandSession) Proxy.newProxyInstance(
                CommandSession.class.getClassLoader(),
                new Class<?>[] {CommandSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "get" -> variables.get(arguments[0]);
                    case "getConsole" -> console;
                    default -> null;
                });
    }
}
