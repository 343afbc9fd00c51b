package org.clawdbot.shell.internal.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lays rows out in columns so that they fit a width: first columns of little weight go, then long cells are cut. */
public final class Table {

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** Creates an empty table. */
    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param title the heading
     * @param right whether its cells stand at the right, as numbers do
     * @param least the width below which its cells are not cut; 0 if they are never cut
     * @param weight columns of the least weight go first; 0 for one that stays
     */
    public record Column(String title, boolean right, int least, int weight) {

        /** A column of text that stays whole. */
        public static Column text(String title, int weight) {
            return new Column(title, false, 0, weight);
        }

        /** A column of numbers. */
        public static Column number(String title, int weight) {
            return new Column(title, true, 0, weight);
        }

        /** A column of text that may be cut. */
        public static Column flexible(String title, int least, int weight) {
            return new Column(title, false, least, weight);
        }
    }

    /** Adds a row with one cell for each column. */
    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Gives the lines, the heading first. */
    public List<String> lines(int width) {
        int[] widths = natural();
        while (total(widths) > width) {
            Optional<Integer> goes = lightest(widths);
            if (goes.isEmpty()) {
                break;
            }
            widths[goes.get()] = 0;
        }
        cut(widths, width);
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] natural() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int cells = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
            widths[i] = cells == 0 ? 0 : Math.max(cells, columns.get(i).title().length());
        }
        return widths;
    }

    private Optional<Integer> lightest(int[] widths) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0 && columns.get(i).weight() > 0) {
                shown.add(i);
            }
        }
        return shown.stream().min(Comparator.comparingInt(i -> columns.get(i).weight()));
    }

    private void cut(int[] widths, int width) {
        for (int i = widths.length - 1; i >= 0 && total(widths) > width; i--) {
            int least = columns.get(i).least();
            if (least > 0 && widths[i] > least) {
                widths[i] = Math.max(least, widths[i] - (total(widths) - width));
            }
        }
    }

    private static int total(int[] widths) {
        int total = 0;
        for (int width : widths) {
            total += width == 0 ? 0 : width + GAP.length();
        }
        return Math.max(0, total - GAP.length());
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                line.append(line.isEmpty() ? "" : GAP)
                        .append(cell(cells.get(i), widths[i], columns.get(i).right()));
            }
        }
        return line.toString().stripTrailing();
    }

    private static String cell(@Nullable String text, int width, boolean right) {
        String shown = text == null ? "" : text;
        if (shown.length() > width) {
            return shown.substring(0, width - 1) + "…";
        }
        String padding = " ".repeat(width - shown.length());
        return right ? padding + shown : shown + padding;
    }
}
