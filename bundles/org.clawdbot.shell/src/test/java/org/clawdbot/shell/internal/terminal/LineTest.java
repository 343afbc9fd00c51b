package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {

    private final Line line = Line.of("one ").and("two", Style.BOLD);

    @Test
    void writesStylesForATerminalOnly() {
        assertThat(line.text()).isEqualTo("one two");
        assertThat(line.ansi()).isEqualTo("one \u001b[1mtwo\u001b[0m");
        assertThat(line.in(Style.REVERSE).ansi()).isEqualTo("\u001b[7mone \u001b[0m\u001b[7mtwo\u001b[0m");
    }

    @Test
    void fitsAWidthExactly() {
        assertThat(line.fit(9).text()).isEqualTo("one two  ");
        assertThat(line.fit(6).text()).isEqualTo("one t…");
        assertThat(line.fit(4).and("!").text()).isEqualTo("one !");
        assertThat(line.fit(2).text()).isEqualTo("o…");
    }

    @Test
    void holdsNothingThatATerminalObeys() {
        assertThat(Line.of("a\u001b[31mb\tc\nd").ansi()).isEqualTo("a\uFFFD[31mb c d");
    }
}
