package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A text is not the JSON document it should be. */
public final class JsonException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    private JsonException(int line, int column, @Nullable Throwable cause) {
        super("not valid JSON at line " + line + ", column " + column, cause);
        this.line = line;
        this.column = column;
    }

    /** Blames a place; the beginning where the parser knows none. */
    static JsonException at(@Nullable JsonLocation place, @Nullable Throwable cause) {
        return place == null
                ? new JsonException(1, 1, cause)
                : new JsonException(Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()), cause);
    }

    /** Blames the place that the parser blames. */
    static JsonException of(Exception cause) {
        return at(cause instanceof JsonProcessingException e ? e.getLocation() : null, cause);
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
