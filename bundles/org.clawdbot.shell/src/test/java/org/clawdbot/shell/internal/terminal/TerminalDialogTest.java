package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.Map;
import org.clawdbot.shell.internal.FakeTerminal;
import org.junit.jupiter.api.Test;

class TerminalDialogTest {

    @Test
    void asksSomebody() {
        TerminalDialog dialog = new TerminalDialog(FakeTerminal.withUser("Bob", "s3cret", "", "n", ""), true, true);

        assertThat(dialog.interactive()).isTrue();
        assertThat(dialog.ask("Name?")).isEqualTo("Bob");
        assertThat(dialog.askSecret("Key?").reveal()).isEqualTo("s3cret");
        assertThat(dialog.confirm("Sure?", true)).isTrue();
        assertThat(dialog.confirm("Sure?", true)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> dialog.askSecret("Key?"));
    }

    @Test
    void opensNoBrowserWhereNothingCouldShowIt() {
        assertThat(TerminalDialog.showsWindows(Map.of("TERM", "xterm", "DISPLAY", "")))
                .isFalse();
        assertThat(TerminalDialog.showsWindows(Map.of("DISPLAY", ":0"))).isTrue();
        assertThat(TerminalDialog.showsWindows(Map.of("WSL_DISTRO_NAME", "Ubuntu")))
                .isTrue();
    }

    @Test
    void asksNobody() {
        for (TerminalDialog dialog : new TerminalDialog[] {
            new TerminalDialog(FakeTerminal.none(), true, true),
            new TerminalDialog(FakeTerminal.withUser("never"), false, false)
        }) {
            assertThat(dialog.interactive()).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> dialog.ask("Name?"));
            assertThat(dialog.browse(URI.create("https://example.com"))).isFalse();
        }
    }
}
