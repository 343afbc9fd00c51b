package org.clawdbot.shell.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.clawdbot.shell.internal.terminal.Key;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Screen;

/** A window in memory, before which somebody sits who presses keys. */
public final class FakeScreen implements Screen {

    /** What was shown, one text for each time. */
    public final List<String> frames = new ArrayList<>();

    public boolean closed;
    public int columns;
    public int rows;
    private final Deque<Key> keys = new ArrayDeque<>();

    public FakeScreen(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    public FakeScreen type(String text) {
        text.codePoints().forEach(letter -> keys.add(Key.of(letter)));
        return this;
    }

    public FakeScreen press(Kind... kinds) {
        for (Kind kind : kinds) {
            keys.add(Key.of(kind));
        }
        return this;
    }

    public FakeScreen control(char letter) {
        keys.add(Key.control(letter));
        return this;
    }

    /** Gives what is shown now. */
    public String frame() {
        return frames.get(frames.size() - 1);
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void show(List<Line> lines, int cursorRow, int cursorColumn) {
        if (lines.size() > rows
                || lines.stream().anyMatch(line -> line.width() > columns)
                || cursorRow >= rows
                || cursorColumn >= columns) {
            throw new AssertionError("does not fit " + columns + "x" + rows + ": " + lines);
        }
        frames.add(String.join(
                "\n", lines.stream().map(line -> line.text().stripTrailing()).toList()));
    }

    @Override
    public Key read() {
        return keys.isEmpty() ? Key.of(Kind.CLOSED) : keys.remove();
    }

    @Override
    public void close() {
        closed = true;
    }
}
