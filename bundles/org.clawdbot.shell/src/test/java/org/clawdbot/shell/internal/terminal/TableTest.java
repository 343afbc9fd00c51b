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

        assertThat(lines(table, 80)).containsExactly("NAME      N  EXTRA", "one       1  x", "two-two  22  y");
    }

    @Test
    void cutsLongCellsBeforeAColumnGoesAndNoFurtherThanTheirLeast() {
        table.row(List.of("a-very-long-name", "1", "x", ""));

        assertThat(lines(table, 26)).containsExactly("NAME              N  EXTRA", "a-very-long-name  1  x");
        assertThat(lines(table, 20)).containsExactly("NAME        N  EXTRA", "a-very-lo…  1  x");
        assertThat(lines(table, 12)).containsExactly("NAME       N", "a-very-l…  1");
        assertThat(lines(table, 3)).containsExactly("NAME    N", "a-ver…  1");
        assertThat(table.shows("EXTRA", 20)).isTrue();
        assertThat(table.shows("EXTRA", 12)).isFalse();
        assertThat(table.shows("EMPTY", 80)).isFalse();
        assertThat(table.fits(16)).isTrue();
        assertThat(table.fits(8)).isFalse();
    }

    @Test
    void cutsNamesInTheMiddleAndPutsPointBelowPoint() {
        Table prices = new Table(List.of(Column.name("NAME", 9), Column.decimal("PRICE", 0)));
        prices.row(List.of("vendor/Model-2507-TEE", "0.0245"));
        prices.row(List.of("b", "15.00"));
        prices.row(List.of("c", "?"));
        prices.row(List.of("d", "3"));

        assertThat(lines(prices, 18))
                .containsExactly(
                        "NAME         PRICE",
                        "vend…-TEE   0.0245",
                        "b          15.00",
                        "c           ?",
                        "d           3");
    }

    @Test
    void countsCellsOfTheTerminalAndNotLetters() {
        table.row(List.of("模型", "1", "x", ""));
        table.row(List.of("e\u0301", "1", "x", ""));

        assertThat(lines(table, 80)).containsExactly("NAME  N  EXTRA", "模型  1  x", "e\u0301     1  x");
    }

    private static List<String> lines(Table table, int width) {
        return table.lines(width).stream().map(Line::text).toList();
    }
}
