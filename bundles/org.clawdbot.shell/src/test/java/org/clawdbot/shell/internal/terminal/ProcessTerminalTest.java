package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessTerminalTest {

    @Test
    void believesWhatTheScriptSaysOfEachStream() {
        Terminal terminal = new ProcessTerminal(
                Map.of("clawdbot.stdout.terminal", "true", "clawdbot.stderr.terminal", "false")::get);

        assertThat(terminal.outIsTerminal()).isTrue();
        assertThat(terminal.errIsTerminal()).isFalse();
    }

    @Test
    void takesBothForWhatTheConsoleIsWithoutTheScript() {
        Terminal terminal = new ProcessTerminal(name -> null);

        assertThat(terminal.outIsTerminal()).isEqualTo(terminal.interactive());
        assertThat(terminal.errIsTerminal()).isEqualTo(terminal.interactive());
    }
}
