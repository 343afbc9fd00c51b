package org.clawdbot.shell.internal.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.Shell;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

class SessionCompletionTest {

    private final Completer usual = (reader, line, candidates) -> candidates.add(new Candidate("usual"));
    private final SessionCompletion completion = new SessionCompletion(new Shell(new FakeHost()));

    @Test
    void tabAfterOneOfOurCommandsCompletesItsOptions() throws IOException {
        assertThat(typed("models:list --too\t\n")).isEqualTo("models:list --tools");
        assertThat(typed("models:fallbacks cl\t\n")).isEqualTo("models:fallbacks clear");
        assertThat(typed("models:list --sort pr\t\n")).isEqualTo("models:list --sort price");
    }

    @Test
    void otherCommandsAreCompletedAsUsual() throws IOException {
        assertThat(typed("set us\t\n")).isEqualTo("set usual");
        assertThat(typed("usu\t\n")).isEqualTo("usual");
    }

    @Test
    void leavesTheConsoleAsItWasAtTheEnd() throws IOException {
        LineReaderImpl reader = reader("");
        completion.beforeExecute(session(Map.of(".reader", reader)), "any");
        assertThat(reader.getCompleter()).isNotSameAs(usual);

        completion.close();
        assertThat(reader.getCompleter()).isSameAs(usual);

        completion.afterExecute(session(Map.of(".reader", reader)), "any", (Object) null);
        assertThat(reader.getCompleter()).isSameAs(usual);
    }

    @Test
    void leavesConsolesOfOtherMakesAlone() {
        completion.beforeExecute(session(Map.of()), "any");
        completion.afterExecute(session(Map.of(".reader", "something else")), "any", new IOException("x"));
        completion.close();
    }

    private String typed(String keys) throws IOException {
        LineReaderImpl reader = reader(keys);
        completion.beforeExecute(session(Map.of(".reader", reader)), "source profile");
        completion.afterExecute(session(Map.of(".reader", reader)), "source profile", (Object) null);
        return reader.readLine().strip();
    }

    private LineReaderImpl reader(String keys) throws IOException {
        Terminal terminal = new DumbTerminal(
                "test",
                "xterm",
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8);
        LineReader reader =
                LineReaderBuilder.builder().terminal(terminal).completer(usual).build();
        return (LineReaderImpl) reader;
    }

    private static CommandSession session(Map<String, Object> variables) {
        return (CommandSession) Proxy.newProxyInstance(
                CommandSession.class.getClassLoader(),
                new Class<?>[] {CommandSession.class},
                (proxy, method, arguments) -> method.getName().equals("get") ? variables.get(arguments[0]) : null);
    }

    @Test
    void saysNothingOfItsOwnToAnEmptyLine() {
        assertThat(new ReaderCompletion(new Shell(new FakeHost()))
                        .complete(new org.jline.reader.impl.DefaultParser().parse("", 0), List.of()))
                .isFalse();
    }
}
