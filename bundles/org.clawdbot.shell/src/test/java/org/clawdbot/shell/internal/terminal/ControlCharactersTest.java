package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCharactersTest {

    @ParameterizedTest
    @ValueSource(chars = {'\0', '\b', '\r', '\u001b', '\u001f', '\u007f', '\u0080', '\u009b', '\u009f'})
    void replacesWhatATerminalObeys(char control) {
        assertThat(ControlCharacters.replaced("a" + control + "b")).isEqualTo("a\uFFFDb");
    }

    @Test
    void keepsEverythingElse() {
        String text = "Grüße\n\t👋\u00a0~ ";
        assertThat(ControlCharacters.replaced(text)).isEqualTo(text);
    }
}
