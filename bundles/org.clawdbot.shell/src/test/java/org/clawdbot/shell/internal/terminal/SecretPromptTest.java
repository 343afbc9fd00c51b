package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.shell.internal.FakeScreen;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.junit.jupiter.api.Test;

class SecretPromptTest {

    private final FakeScreen keyboard = new FakeScreen(80, 24);
    private final StringBuilder shown = new StringBuilder();

    private String ask() throws IOException, InterruptedException {
        return new SecretPrompt(keyboard::read, shown::append).ask("Key");
    }

    @Test
    void showsADotForEachLetter() throws Exception {
        keyboard.type("cpk_ä😀").press(Kind.OTHER, Kind.LEFT, Kind.ENTER);

        assertThat(ask()).isEqualTo("cpk_ä😀");
        assertThat(shown).hasToString("Key ••••••\n");
    }

    @Test
    void takesLettersBack() throws Exception {
        keyboard.type("a😀")
                .press(Kind.BACKSPACE, Kind.BACKSPACE, Kind.BACKSPACE)
                .type("b")
                .control('U')
                .type("cd");
        keyboard.press(Kind.ENTER);

        assertThat(ask()).isEqualTo("cd");
        assertThat(shown).hasToString("Key ••\b \b\b \b•\b \b••\n");
    }

    @Test
    void endsWithCtrlC() {
        keyboard.type("abc").control('C');

        assertThatExceptionOfType(RequestCancelledException.class).isThrownBy(this::ask);
        assertThat(shown.toString()).endsWith("\n").doesNotContain("abc");
    }

    @Test
    void endsWithCtrlDOnAnEmptyLineAlone() throws Exception {
        keyboard.type("a").control('D').press(Kind.ENTER);
        assertThat(ask()).isEqualTo("a");

        keyboard.control('D');
        assertThatIllegalStateException().isThrownBy(this::ask);
    }

    @Test
    void endsWhenTheTerminalGoesAway() {
        assertThatIllegalStateException().isThrownBy(this::ask);
    }
}
