package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunOptionsTest {

    @AfterEach
    void forgetTheTerminal() {
        System.clearProperty(RunOptions.TERMINAL_PROPERTY);
    }

    @Test
    void hasAConsoleOnATerminalOnly() throws UsageException {
        assertThat(RunOptions.parse(List.of()).console()).isFalse();
        System.setProperty(RunOptions.TERMINAL_PROPERTY, "true");
        assertThat(RunOptions.parse(List.of()).console()).isTrue();
    }

    @Test
    void doesAsTold() throws UsageException {
        assertThat(RunOptions.parse(List.of("--console")).console()).isTrue();
        System.setProperty(RunOptions.TERMINAL_PROPERTY, "true");
        assertThat(RunOptions.parse(List.of("--no-console")).console()).isFalse();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> RunOptions.parse(List.of("--consle")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--consle")
                .hasMessageContaining("--no-console");
    }
}
