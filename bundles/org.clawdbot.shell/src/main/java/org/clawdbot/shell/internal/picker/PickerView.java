package org.clawdbot.shell.internal.picker;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.shell.internal.picker.PickerItems.Toggle;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Style;
import org.clawdbot.shell.internal.terminal.TextWidth;
import org.jspecify.annotations.Nullable;

/**
 * Lays a picker out as lines of a window: a title, what is typed, the list, a description of the selected item (beside
 * the list where there is room, else below it) and the keys. What matters least goes first in a small window.
 */
final class PickerView<T> {

    private static final String PROMPT = "Filter: ";
    private static final int BESIDE_FROM = 120;
    private static final int BESIDE_WIDTH = 46;
    private static final String BESIDE_GAP = " │ ";
    private static final int LIST_ROWS = 5;
    private static final int TITLE_FROM = 6;
    private static final int HEADING_FROM = 7;
    private static final int KEYS_FROM = 5;

    private final PickerItems<T> items;
    private final PickerState<T> state;
    private final PickerTable<T> table;
    private final int columns;
    private final int rows;
    private final List<Line> description;
    private final boolean beside;

    PickerView(PickerItems<T> items, PickerState<T> state, PickerTable<T> table, int columns, int rows) {
        this.items = items;
        this.state = state;
        this.table = table;
        this.columns = columns;
        this.rows = rows;
        this.beside = columns >= BESIDE_FROM && rows > LIST_ROWS;
        this.description = describe(state.selected());
    }

    private List<Line> describe(@Nullable T selected) {
        return selected == null
                ? List.of()
                : items.preview().apply(selected, beside ? BESIDE_WIDTH : columns).stream()
                        .map(line -> line.fit(beside ? BESIDE_WIDTH : columns))
                        .toList();
    }

    /** Gives how many items fit. */
    int page() {
        int body = rows - fixedRows();
        return Math.max(1, body - descriptionRows(body));
    }

    /** Below the list it takes what the list can spare, with a line above it, or nothing if that is too little. */
    private int descriptionRows(int body) {
        if (beside || description.isEmpty()) {
            return 0;
        }
        int spare = Math.min(description.size() + 1, body - Math.max(LIST_ROWS, body / 2));
        return spare < 3 ? 0 : spare;
    }

    int cursorRow() {
        return rows >= TITLE_FROM ? 1 : 0;
    }

    int cursorColumn() {
        return Math.min(columns - 1, TextWidth.of(PROMPT + visibleTyped()));
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        if (rows >= TITLE_FROM) {
            lines.add(spread(Line.of(items.title(), Style.BOLD), Line.of(items.status(), Style.DIM)));
        }
        lines.add(spread(Line.of(PROMPT, Style.DIM).and(visibleTyped()), Line.of(count(), Style.DIM)));
        lines.addAll(body());
        if (rows >= KEYS_FROM) {
            lines.add(Line.of(keys(), Style.DIM).fit(columns));
        }
        return lines.subList(0, Math.min(lines.size(), rows));
    }

    private List<Line> body() {
        int page = page();
        int width = beside ? columns - BESIDE_WIDTH - TextWidth.of(BESIDE_GAP) : columns;
        List<Line> list = list(page, width);
        if (beside) {
            return besides(list, width);
        }
        List<Line> body = new ArrayList<>(list);
        int shown = descriptionRows(rows - fixedRows());
        if (shown > 0) {
            body.add(Line.of("─".repeat(columns), Style.DIM));
            body.addAll(description.subList(0, Math.min(shown - 1, description.size())));
            while (body.size() < list.size() + shown) {
                body.add(Line.EMPTY);
            }
        }
        return body;
    }

    private int fixedRows() {
        return (rows >= TITLE_FROM ? 1 : 0) + 1 + (rows >= HEADING_FROM ? 1 : 0) + (rows >= KEYS_FROM ? 1 : 0);
    }

    private List<Line> besides(List<Line> list, int width) {
        List<Line> body = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Line right = i < description.size() ? description.get(i) : Line.EMPTY;
            body.add(list.get(i).fit(width).and(BESIDE_GAP, Style.DIM).and(right.fit(BESIDE_WIDTH)));
        }
        return body;
    }

    private List<Line> list(int page, int width) {
        List<Line> lines = new ArrayList<>();
        int top = state.top(page);
        List<T> shown = state.left();
        if (rows >= HEADING_FROM) {
            lines.add(Line.of("  ").and(table.heading(width - 2)).fit(width));
        }
        for (int i = top; i < Math.min(shown.size(), top + page); i++) {
            boolean selected = i == state.selectedIndex();
            Line line = Line.of(selected ? "> " : "  ")
                    .and(table.row(shown.get(i), width - 2))
                    .fit(width);
            lines.add(selected ? line.in(Style.REVERSE) : line);
        }
        if (shown.isEmpty()) {
            lines.add(Line.of("  Nothing matches; Backspace takes letters back", Style.YELLOW)
                    .fit(width));
        }
        int end = page + (rows >= HEADING_FROM ? 1 : 0);
        while (lines.size() < end) {
            lines.add(Line.EMPTY);
        }
        return lines;
    }

    /** The end of what is typed is what the user looks at. */
    private String visibleTyped() {
        String typed = state.typed();
        int room = Math.max(1, columns - PROMPT.length() - count().length() - 3);
        while (TextWidth.of(typed) > room) {
            typed = typed.substring(typed.offsetByCodePoints(0, 1));
        }
        return typed;
    }

    private String count() {
        return state.left().size() + " of " + items.items().size()
                + (state.narrowed() && items.toggle() != null
                        ? " · " + items.toggle().label()
                        : "")
                + (items.orders().size() > 1 ? " · " + state.order().label() : "");
    }

    private String keys() {
        List<String> keys = new ArrayList<>(List.of("↑↓ move", "Enter choose", "Esc leave"));
        Toggle<T> toggle = items.toggle();
        if (toggle != null) {
            keys.add("^" + toggle.letter() + " " + (state.narrowed() ? "all" : toggle.label()));
        }
        if (items.orders().size() > 1) {
            keys.add("^S order");
        }
        if (state.left().size() > page()) {
            keys.add("PgUp/PgDn page");
        }
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            String longer = text + (text.isEmpty() ? "" : "   ") + key;
            if (TextWidth.of(longer) > columns) {
                break;
            }
            text.setLength(0);
            text.append(longer);
        }
        return text.toString();
    }

    private Line spread(Line left, Line right) {
        int gap = columns - left.width() - right.width();
        return gap < 2 ? left.fit(columns) : left.and(" ".repeat(gap)).and(right);
    }
}
