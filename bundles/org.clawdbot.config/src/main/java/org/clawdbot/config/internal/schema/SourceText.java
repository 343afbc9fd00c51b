package org.clawdbot.config.internal.schema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The text of a file and of all it includes, one after the other, so that one offset tells file, line and column. Not safe
 * for several threads.
 */
final class SourceText {

    /** Where something is written, as an editor shows it. */
    record Place(Path file, int line, int column) {}

    private record Piece(Path file, int start, List<Integer> lineStarts) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Piece> pieces = new ArrayList<>();

    SourceText(Path file, String text) {
        append(file, text);
    }

    /** Adds a file and returns the offset of its first character. */
    int append(Path file, String content) {
        if (!text.isEmpty()) {
            text.append('\n'); // so that the end of one file is not the beginning of the next
        }
        int start = text.length();
        pieces.add(new Piece(file, start, lineStarts(content)));
        text.append(content);
        return start;
    }

    String between(int start, int end) {
        return text.substring(start, end);
    }

    Place at(int offset) {
        Piece piece = pieceAt(offset);
        int local = offset - piece.start();
        int line = line(piece, local);
        int column = Character.codePointCount(
                        text, piece.start() + piece.lineStarts().get(line - 1), offset)
                + 1;
        return new Place(piece.file(), line, column);
    }

    /** Finds only the line, which costs little even in a very long one. */
    int lineAt(int offset) {
        Piece piece = pieceAt(offset);
        return line(piece, offset - piece.start());
    }

    /** The files in the order in which they were added. */
    List<Path> files() {
        return pieces.stream().map(Piece::file).distinct().toList();
    }

    private Piece pieceAt(int offset) {
        for (int i = pieces.size() - 1; i > 0; i--) {
            if (pieces.get(i).start() <= offset) {
                return pieces.get(i);
            }
        }
        return pieces.get(0);
    }

    /** Finds the line without reading the whole text again. */
    private static int line(Piece piece, int offset) {
        int index = Collections.binarySearch(piece.lineStarts(), offset);
        return index >= 0 ? index + 1 : -index - 1;
    }

    private static List<Integer> lineStarts(String text) {
        return IntStream.concat(
                        IntStream.of(0),
                        IntStream.rangeClosed(1, text.length())
                                .filter(i -> text.charAt(i - 1) == '\n'
                                        || (text.charAt(i - 1) == '\r' && !text.startsWith("\n", i))))
                .boxed()
                .toList();
    }
}
