package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.io.ContentReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document that two read in turn through one window of fixed size: the parser, and whoever takes rows out of what the
 * parser sees. The parser gets its bytes up to the next closing brace and no further, so that behind a row it has
 * read nothing of what may be taken out. Where it blames a place, {@link #original} gives the place in the whole document.
 */
final class ListInput extends InputStream {

    /** How much of the document is looked at at once. */
    static final int WINDOW = 32 * 1024;

    private static final int NO_MARK = -1;

    private final InputStream body;
    private final byte[] window = new byte[WINDOW];
    private int position;
    private int limit;
    private int mark = NO_MARK;
    private long given;
    private boolean toBraces = true;

    private int linesTakenOut;
    private int lastLine;
    private int columnShift;

    ListInput(InputStream body) {
        this.body = body;
    }

    @Override
    public int read() throws BodyException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws BodyException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (position == limit && !fill()) {
            return -1;
        }
        int end = Math.min(limit, position + length);
        int next = position;
        if (toBraces) {
            while (next < end && window[next++] != '}') {
                // up to a brace that may end a row
            }
        } else {
            next = end;
        }
        int count = next - position;
        System.arraycopy(window, position, to, offset, count);
        position = next;
        given += count;
        return count;
    }

    /** Gives the parser all that is there, since nothing will be taken out any more. */
    void readOn() {
        toBraces = false;
    }

    /** Gives how many bytes the parser has got. */
    long given() {
        return given;
    }

    /** Tells whether the parser has read all that it was given. */
    boolean isAt(JsonLocation parsed) {
        return parsed.getByteOffset() == given;
    }

    /** Keeps what comes from this place on in the window, as long as there is room. */
    void mark(JsonLocation parsed) {
        long unread = given - parsed.getByteOffset();
        mark = parsed.getByteOffset() < 0 || unread > position ? NO_MARK : (int) (position - unread);
    }

    void unmark() {
        mark = NO_MARK;
    }

    /** Gives where in the window the marked place is; a negative value if it is not there any more. */
    int marked() {
        return mark;
    }

    byte[] window() {
        return window;
    }

    /** Gives where in the window the next byte is, for the parser or whoever takes it out. */
    int position() {
        return position;
    }

    /** Sees to it that so many bytes are in the window if there are as many, and gives where those end that are. */
    int require(int count) throws BodyException {
        while (limit - position < Math.min(count, WINDOW) && fill()) {
            // until there are enough
        }
        return limit;
    }

    /** Reads more behind what is there; false if there is no more. */
    private boolean fill() throws BodyException {
        if (limit == WINDOW || (position == limit && mark == NO_MARK)) {
            if (mark == 0) {
                mark = NO_MARK; // the row is too long
            }
            int keep = mark == NO_MARK ? position : mark;
            System.arraycopy(window, keep, window, 0, limit - keep);
            position -= keep;
            limit -= keep;
            mark -= mark == NO_MARK ? 0 : keep;
        }
        try {
            int count = body.read(window, limit, WINDOW - limit);
            limit += Math.max(0, count);
            return count >= 0;
        } catch (IOException e) {
            throw new BodyException(e);
        }
    }

    /**
     * Takes out what is before a place in the window; the parser goes on there.
     *
     * @param to the place in the window
     * @param parsed the place of the parser
     * @param oneLineFrom where what is taken out has no line feed any more
     */
    void skip(int to, JsonLocation parsed, int oneLineFrom) {
        if (parsed.getLineNr() != lastLine) {
            lastLine = parsed.getLineNr();
            columnShift = 0;
        }
        int lineStart = -1;
        for (int at = position; at < oneLineFrom; at++) {
            if (window[at] == '\n') {
                linesTakenOut++;
                lineStart = at + 1;
            }
        }
        columnShift = lineStart < 0 ? columnShift + to - position : to - lineStart + 1 - parsed.getColumnNr();
        position = to;
    }

    /** Gives the place in the whole document that the parser means, which has not seen what was taken out. */
    @Nullable
    JsonLocation original(@Nullable JsonLocation parsed) {
        return parsed == null || lastLine == 0
                ? parsed
                : new JsonLocation(
                        ContentReference.unknown(),
                        -1,
                        parsed.getLineNr() + linesTakenOut,
                        parsed.getColumnNr() + (parsed.getLineNr() == lastLine ? columnShift : 0));
    }
}
