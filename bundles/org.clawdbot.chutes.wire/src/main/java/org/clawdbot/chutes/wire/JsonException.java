package org.clawdbot.chutes.wire;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A text is not the JSON document it should be. */
public final class JsonException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    JsonException(int line, int column, @Nullable Throwable cause) {
        super("not valid JSON at line " + Math.max(1, line) + ", column " + Math.max(1, column), cause);
        this.line = Math.max(1, line);
        this.column = Math.max(1, column);
    }

    /**
     * Gives the place of the fault.
     *
     * @return the line, from 1
     */
    public int line() {
        return line;
    }

    /**
     * Gives the place of the fault.
     *
     * @return the column, from 1
     */
    public int column() {
        return column;
    }
}
