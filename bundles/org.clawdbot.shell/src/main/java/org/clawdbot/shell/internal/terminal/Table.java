package org.clawdbot.shell.internal.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lays rows out in columns so that they fit a width: first columns of little weight go, then long cells are cut. */
public final class Table {

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** Creates an empty table. */
    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** How the cells of a column stand in it, and where they are cut. */
    public enum Form {
        /** At the left, cut at the end. */
        TEXT,
        /** At the left, cut in the middle: names of one kind differ at both ends. */
        NAME,
        /** At the right. */
        NUMBER,
        /** Point below point. */
        DECIMAL
    }

    /**
     * A column.
     *
     * @param title the heading
     * @param form how its cells stand in it
     * @param least the width below which its cells are not cut; 0 if they are never cut
     * @param weight columns of the least weight go first; 0 for one that stays
     * @param style how its cells look
     */
    public record Column(String title, Form form, int least, int weight, Style style) {

        /** A column of text that stays whole. */
        public static Column text(String title, int weight) {
            return new Column(title, Form.TEXT, 0, weight, Style.PLAIN);
        }

        /** A column of whole numbers. */
        public static Column number(String title, int weight) {
            return new Column(title, Form.NUMBER, 0, weight, Style.PLAIN);
        }

        /** A column of numbers with fractions. */
        public static Column decimal(String title, int weight) {
            return new Column(title, Form.DECIMAL, 0, weight, Style.PLAIN);
        }

        /** A column of text that may be cut. */
        public static Column flexible(String title, int least, int weight) {
            return new Column(title, Form.TEXT, least, weight, Style.PLAIN);
        }

        /** A column of names that may be cut. */
        public static Column name(String title, int least) {
            return new Column(title, Form.NAME, least, 0, Style.PLAIN);
        }

        /** Gives this column in a style. */
        public Column in(Style other) {
            return new Column(title, form, least, weight, other);
        }
    }

    /** Adds a row with one cell for each column. */
    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Says whether the width is enough once the columns that may go have gone, and cells are cut that may be. */
    public boolean fits(int width) {
        int[] widths = natural(laidOut());
        drop(widths, width);
        return least(widths) <= width;
    }

    /** Says whether a column is there in this width: it may be empty, or weigh too little. */
    public boolean shows(String title, int width) {
        int[] widths = natural(laidOut());
        drop(widths, width);
        for (int i = 0; i < widths.length; i++) {
            if (columns.get(i).title().equals(title)) {
                return widths[i] > 0;
            }
        }
        return false;
    }

    /** Gives the lines, the heading first. */
    public List<Line> lines(int width) {
        List<List<String>> cells = laidOut();
        int[] widths = natural(cells);
        drop(widths, width);
        cut(widths, width);
        List<Line> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths, true));
        cells.forEach(row -> lines.add(line(row, widths, false)));
        return lines;
    }

    /** Brings the points of decimals below each other. */
    private List<List<String>> laidOut() {
        List<List<String>> laidOut = new ArrayList<>();
        int[] fractions = new int[columns.size()];
        for (int i = 0; i < fractions.length; i++) {
            int column = i;
            fractions[i] = columns.get(i).form() == Form.DECIMAL
                    ? rows.stream()
                            .mapToInt(row -> fraction(row.get(column)))
                            .max()
                            .orElse(0)
                    : 0;
        }
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < fractions.length; i++) {
                String cell = row.get(i);
                cells.add(cell.isEmpty() ? cell : cell + " ".repeat(Math.max(0, fractions[i] - fraction(cell))));
            }
            laidOut.add(cells);
        }
        return laidOut;
    }

    private static int fraction(String number) {
        int point = number.indexOf('.');
        return point < 0 ? 0 : number.length() - point;
    }

    private int[] natural(List<List<String>> cells) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest = cells.stream()
                    .mapToInt(row -> TextWidth.of(row.get(column)))
                    .max()
                    .orElse(0);
            widths[i] = widest == 0
                    ? 0
                    : Math.max(widest, TextWidth.of(columns.get(i).title()));
        }
        return widths;
    }

    /** A column that may be cut counts with what it is cut to at most: no other one goes for its longest cell. */
    private void drop(int[] widths, int width) {
        while (least(widths) > width) {
            Optional<Integer> goes = lightest(widths);
            if (goes.isEmpty()) {
                return;
            }
            widths[goes.get()] = 0;
        }
    }

    private int least(int[] widths) {
        int[] least = widths.clone();
        for (int i = 0; i < least.length; i++) {
            int cut = columns.get(i).least();
            least[i] = cut == 0 ? least[i] : Math.min(least[i], cut);
        }
        return total(least);
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

    private Line line(List<String> cells, int[] widths, boolean heading) {
        int last = widths.length - 1;
        while (last > 0 && (widths[last] == 0 || cells.get(last).isEmpty())) {
            last--;
        }
        Line line = Line.EMPTY;
        boolean first = true;
        for (int i = 0; i <= last; i++) {
            if (widths[i] > 0) {
                Column column = columns.get(i);
                String cell = cell(cells.get(i), widths[i], column.form());
                line = line.and(first ? "" : GAP)
                        .and(i == last ? cell.stripTrailing() : cell, heading ? Style.BOLD : column.style());
                first = false;
            }
        }
        return line;
    }

    private static String cell(String text, int width, Form form) {
        return switch (form) {
            case TEXT -> TextWidth.padded(TextWidth.cut(text, width), width);
            case NAME -> TextWidth.padded(TextWidth.cutMiddle(text, width), width);
            case NUMBER, DECIMAL -> TextWidth.paddedLeft(text, width);
        };
    }
}
