package org.clawdbot.shell.internal.picker;

import java.util.IdentityHashMap;
import java.util.List;
import org.clawdbot.shell.internal.terminal.Line;

/** The rows of all items, laid out once for a width, so that no column moves while somebody types. */
final class PickerTable<T> {

    private final PickerItems<T> items;
    private final IdentityHashMap<T, Line> rows = new IdentityHashMap<>();
    private Line heading = Line.EMPTY;
    private int width = -1;

    PickerTable(PickerItems<T> items) {
        this.items = items;
    }

    Line heading(int forWidth) {
        layOut(forWidth);
        return heading;
    }

    Line row(T item, int forWidth) {
        layOut(forWidth);
        return rows.getOrDefault(item, Line.EMPTY);
    }

    private void layOut(int forWidth) {
        if (forWidth == width) {
            return;
        }
        width = forWidth;
        List<Line> lines = items.table().apply(items.items(), width).lines(width);
        heading = lines.get(0);
        rows.clear();
        for (int i = 0; i < items.items().size(); i++) {
            rows.put(items.items().get(i), lines.get(i + 1));
        }
    }
}
