package org.clawdbot.shell.internal.terminal;

import java.io.IOException;
import java.util.List;

/**
 * The whole window of a terminal, taken over by one command. What was there before comes back when it is closed, in
 * whatever way that happens. Only for the thread that opened it.
 */
public interface Screen extends AutoCloseable {

    /** Gives how many cells are in a line. */
    int columns();

    /** Gives how many lines there are. */
    int rows();

    /**
     * Shows lines from the top and nothing below them.
     *
     * @param lines at most as many as there are rows, none wider than there are columns
     * @param cursorRow where the cursor blinks, 0 at the top
     * @param cursorColumn where the cursor blinks, 0 at the left
     */
    void show(List<Line> lines, int cursorRow, int cursorColumn);

    /** Waits for the next key. */
    Key read() throws IOException, InterruptedException;

    @Override
    void close();
}
