package org.clawdbot.shell.internal.picker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clawdbot.shell.internal.FakeScreen;
import org.clawdbot.shell.internal.picker.PickerItems.Order;
import org.clawdbot.shell.internal.picker.PickerItems.Toggle;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Table;
import org.clawdbot.shell.internal.terminal.Table.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListPickerTest {

    private static final List<String> FRUIT = List.of("pear", "apple", "fig", "banana", "cherry", "date", "elder");

    private final FakeScreen screen = new FakeScreen(50, 12);

    @Test
    void showsTitleFilterListDescriptionAndKeys() throws Exception {
        pick(FRUIT, "apple");

        assertThat(screen.frames.get(0))
                .isEqualTo(
                        """
                        Choose a fruit                           from here
                        Filter:                          7 of 7 · as grown
                          FRUIT   LENGTH
                          pear         4
                        > apple        5
                          fig          3
                          banana       6
                          cherry       6
                        ──────────────────────────────────────────────────
                        About apple
                        so long 50
                        ↑↓ move   Enter choose   Esc leave   ^T short""");
    }

    @Test
    void enterChoosesTheSelectedOne() throws Exception {
        screen.press(Kind.DOWN, Kind.DOWN, Kind.UP, Kind.ENTER);
        assertThat(pick(FRUIT, null)).contains("apple");
    }

    @Test
    void lettersFilterAndBackspaceTakesThemBack() throws Exception {
        screen.type("erx").press(Kind.BACKSPACE).press(Kind.DOWN, Kind.ENTER);
        assertThat(pick(FRUIT, null)).contains("elder");
        assertThat(screen.frame())
                .contains("Filter: er", "3 of 7", "  cherry", "> elder")
                .doesNotContain("fig");
    }

    @Test
    void theBestMatchIsSelectedAfterEachLetter() throws Exception {
        screen.press(Kind.END).type("ap").press(Kind.ENTER);
        assertThat(pick(FRUIT, null)).contains("apple");
    }

    @Test
    void aWordOfTheItemsFiltersByThatAlone() throws Exception {
        screen.type("long ch").press(Kind.ENTER);
        assertThat(pick(FRUIT, null)).contains("cherry");
        assertThat(screen.frame()).contains("1 of 7");
    }

    @Test
    void nothingIsChosenWhereNothingMatches() throws Exception {
        screen.type("zzz").press(Kind.ENTER, Kind.DOWN, Kind.PAGE_DOWN, Kind.END);
        assertThat(pick(FRUIT, null)).isEmpty();
        assertThat(screen.frame()).contains("0 of 7", "Nothing matches");
    }

    @Test
    void controlLettersClearAndShortenWhatIsTyped() throws Exception {
        screen.type("an ban").control('W').type("x").control('U').type("fi").press(Kind.ENTER);
        assertThat(pick(FRUIT, null)).contains("fig");
        assertThat(screen.frames).anyMatch(frame -> frame.contains("Filter: an  "));
    }

    @Test
    void theToggleLeavesOthersOutAndKeepsTheSelectedOne() throws Exception {
        screen.press(Kind.DOWN, Kind.DOWN).control('T');
        pick(FRUIT, null);
        assertThat(screen.frame())
                .contains("3 of 7 · short · as grown", "> fig", "^T all")
                .doesNotContain("cherry");

        screen.control('T').control('T');
        pick(FRUIT, null);
        assertThat(screen.frame()).contains("7 of 7");
    }

    @Test
    void theOrderChangesAndComesRoundAgain() throws Exception {
        screen.press(Kind.DOWN).control('S');
        pick(FRUIT, null);
        assertThat(screen.frame())
                .contains("by name", "> apple\u0020")
                .containsSubsequence("apple", "banana", "cherry");

        screen.control('S').control('S');
        pick(FRUIT, null);
        assertThat(screen.frame()).contains("as grown");
    }

    @Test
    void pagesAndScrollsNoFurtherThanNeeded() throws Exception {
        List<String> many = IntStream.range(0, 100).mapToObj(i -> "item-" + i).toList();
        screen.press(Kind.PAGE_DOWN);
        pick(many, null);
        assertThat(screen.frame()).contains("> item-5 ").contains("item-1 ").doesNotContain("item-0 ");

        screen.press(Kind.END);
        pick(many, null);
        assertThat(screen.frame()).contains("> item-99", "item-95").doesNotContain("item-94");

        screen.press(Kind.END, Kind.UP, Kind.HOME);
        pick(many, null);
        assertThat(screen.frame()).contains("> item-0 ");

        screen.press(Kind.UP, Kind.PAGE_UP, Kind.ENTER);
        assertThat(pick(many, null)).contains("item-0");
    }

    @ParameterizedTest
    @CsvSource({"ESCAPE", "CLOSED"})
    void leavesWithoutAChoice(Kind kind) throws Exception {
        screen.press(kind, Kind.ENTER);
        assertThat(pick(FRUIT, "fig")).isEmpty();
    }

    @Test
    void leavesOnControlC() throws Exception {
        screen.control('C').press(Kind.ENTER);
        assertThat(pick(FRUIT, "fig")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "20, 3", "30, 4", "10, 5", "40, 6", "80, 7", "50, 8", "119, 9", "120, 10", "300, 60"})
    void fitsEveryWindowAndShowsTheSelectedOneInIt(int columns, int rows) throws Exception {
        screen.columns = columns;
        screen.rows = rows;
        screen.type("e").press(Kind.DOWN, Kind.END, Kind.RESIZED, Kind.LEFT).control('Q');
        pick(FRUIT, null);
        // the screen checks the sizes
        assertThat(screen.frames).hasSizeGreaterThan(5);
        if (rows > 1) {
            assertThat(screen.frame()).contains(">");
        }
    }

    @Test
    void describesBesideTheListWhereThereIsRoom() throws Exception {
        screen.columns = 130;
        pick(FRUIT, null);
        assertThat(screen.frame().lines().toList().get(2)).matches("  FRUIT +LENGTH +│ About pear");
    }

    @Test
    void showsTheEndOfWhatIsTypedWhereItIsLong() throws Exception {
        screen.type("x".repeat(100) + "end");
        pick(FRUIT, null);
        assertThat(screen.frame()).contains("xend ");
    }

    @Test
    void takesTenThousandItems() throws Exception {
        List<String> many =
                IntStream.range(0, 10_000).mapToObj(i -> "item-" + i).toList();
        screen.type("9999").press(Kind.ENTER);
        assertThat(pick(many, null)).contains("item-9999");
    }

    private Optional<String> pick(List<String> items, String selected) throws Exception {
        return new ListPicker<>(
                        new PickerItems<String>(
                                "Choose a fruit",
                                "from here",
                                items,
                                item -> item,
                                item -> List.of(item.length() > 4 ? "long" : "short"),
                                ListPickerTest::table,
                                (item, width) -> List.of(Line.of("About " + item), Line.of("so long " + width)),
                                new Toggle<String>('T', "short", item -> item.length() < 5),
                                List.of(
                                        new Order<String>("as grown", Comparator.comparing(item -> 0)),
                                        new Order<String>("by name", Comparator.naturalOrder()))),
                        selected)
                .pick(screen);
    }

    private static Table table(List<String> items, int width) {
        Table table = new Table(List.of(Column.name("FRUIT", 3), Column.number("LENGTH", 1)));
        items.forEach(item -> table.row(List.of(item, String.valueOf(item.length()))));
        return table;
    }
}
