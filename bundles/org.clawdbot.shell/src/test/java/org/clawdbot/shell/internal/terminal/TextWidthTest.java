package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {

    @ParameterizedTest
    @CsvSource({"abc, 3", "…, 1", "模型, 4", "e\u0301, 1", "가, 2", "ｱ, 1", "\uD83D\uDE80, 2", "'', 0", "─, 1"})
    void countsCells(String text, int cells) {
        assertThat(TextWidth.of(text)).isEqualTo(cells);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 4, abc…", "模型库, 4, 模…", "abc, 0, ''", "\uD83D\uDE80b, 2, …"})
    void cutsAtTheEnd(String text, int width, String cut) {
        assertThat(TextWidth.cut(text, width)).isEqualTo(cut);
    }

    @ParameterizedTest
    @CsvSource({"abcdefgh, 8, abcdefgh", "abcdefgh, 5, ab…gh", "abcdefgh, 4, ab…h", "abcdefgh, 2, a…", "模型库库库, 5, 模…库"})
    void cutsInTheMiddle(String text, int width, String cut) {
        assertThat(TextWidth.cutMiddle(text, width)).isEqualTo(cut);
    }

    @Test
    void fillsUpWithBlanks() {
        assertThat(TextWidth.padded("模", 4)).isEqualTo("模  ");
        assertThat(TextWidth.paddedLeft("ab", 4)).isEqualTo("  ab");
        assertThat(TextWidth.padded("long", 2)).isEqualTo("long");
    }
}
