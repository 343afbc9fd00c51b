package org.clawdbot.shell.internal.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a screen: pieces of text, each in one style.
 *
 * @param pieces the pieces from left to right
 */
public record Line(List<Piece> pieces) {

    /** A line with nothing in it. */
    public static final Line EMPTY = new Line(List.of());

    /**
     * Text in one style.
     *
     * @param text the text, without control characters
     * @param style how it looks
     */
    public record Piece(String text, Style style) {

        /** Takes what a terminal would obey out of the text, a tab and a line end included. */
        public Piece {
            text = ControlCharacters.replaced(text).replace('\n', ' ').replace('\t', ' ');
        }
    }

    /** Copies the pieces. */
    public Line {
        pieces = List.copyOf(pieces);
    }

    /** Gives a line of one piece. */
    public static Line of(String text, Style style) {
        return EMPTY.and(text, style);
    }

    /** Gives a line of plain text. */
    public static Line of(String text) {
        return of(text, Style.PLAIN);
    }

    /** Gives this line with another piece at its end. */
    public Line and(String text, Style style) {
        if (text.isEmpty()) {
            return this;
        }
        List<Piece> longer = new ArrayList<>(pieces);
        longer.add(new Piece(text, style));
        return new Line(longer);
    }

    /** Gives this line with another one at its end. */
    public Line and(Line other) {
        List<Piece> longer = new ArrayList<>(pieces);
        longer.addAll(other.pieces());
        return new Line(longer);
    }

    /** Gives this line with plain text at its end. */
    public Line and(String text) {
        return and(text, Style.PLAIN);
    }

    /** Gives how many cells the line takes. */
    public int width() {
        return pieces.stream().mapToInt(piece -> TextWidth.of(piece.text())).sum();
    }

    /** Gives the line, cut to the width where it is longer and filled with blanks where it is shorter. */
    public Line fit(int width) {
        List<Piece> fitting = new ArrayList<>();
        int left = width;
        for (Piece piece : pieces) {
            String text = TextWidth.cut(piece.text(), left);
            fitting.add(new Piece(text, piece.style()));
            left -= TextWidth.of(text);
            if (!text.equals(piece.text())) {
                break;
            }
        }
        return new Line(fitting).and(" ".repeat(Math.max(0, left)));
    }

    /** Gives the whole line in one style. */
    public Line in(Style style) {
        return new Line(
                pieces.stream().map(piece -> new Piece(piece.text(), style)).toList());
    }

    /** Gives the text alone. */
    public String text() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    /** Gives the text with the codes that a terminal takes for styles. */
    public String ansi() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.style().ansi(piece.text())));
        return text.toString();
    }
}
