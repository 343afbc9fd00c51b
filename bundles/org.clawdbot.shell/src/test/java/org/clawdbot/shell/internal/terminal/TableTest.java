package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clawdbot.shell.internal.terminal.Table.Column;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table(List.of(
            Column.flexible("NAME", 6, 0), Column.number("N", 0), Column.text("EXTRA", 1), Column.text("EMPTY", 0)));

    @Test
    void alignsColumnsAndLeavesEmptyOnesOut() {
        table.row(List.of("one", "1", "x", ""));
        table.row(List.of("two-two", "22", "y", ""));

        assertThat(table.lines(80)).containsExactly("NAME      N  EXTRA", "one       1  x", "two-two  22  y");
    }

    @Test
    void dropsColumnsOfLittleWeightThenCutsLongCells() {
        table.row(List.of("a-very-long-name", "1", "x", ""));

        assertThat(table.lines(20)).containsExactly("NAME              N", "a-very-long-name  1");
        assertThat(table.lines(12)).containsExactly("NAME       N", "a-very-l…  1");
        assertThat(table.lines(3)).containsExactly("NAME    N", "a-ver…  1");
    }
}
