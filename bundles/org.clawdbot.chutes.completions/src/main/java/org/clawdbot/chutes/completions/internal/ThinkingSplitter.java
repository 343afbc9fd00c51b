package org.clawdbot.chutes.completions.internal;

/**
 * Splits the thinking off a text where an engine left it in: {@code <think>} at the very beginning of the text up to
 * {@code </think>}, and, for models whose template opens the thinking itself, everything up to a closing tag alone. Until
 * that tag comes such a text may as well be the answer, so it is held back; everything else is passed on as it comes, but
 * for the beginning of a tag. White space around the tags is dropped.
 */
final class ThinkingSplitter {

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private enum State {
        BEGINNING,
        HOLDING,
        THINKING,
        BETWEEN,
        ANSWERING
    }

    private final boolean mayOnlyClose;
    private final TextSink thinking;
    private final TextSink answer;
    private final StringBuilder held = new StringBuilder();
    private State state = State.BEGINNING;
    private boolean thinkingBegun;
    private int scanned;

    ThinkingSplitter(boolean mayOnlyClose, TextSink thinking, TextSink answer) {
        this.mayOnlyClose = mayOnlyClose;
        this.thinking = thinking;
        this.answer = answer;
    }

    void take(String piece) {
        if (state == State.BEGINNING && !mayOnlyClose && held.isEmpty() && beginsWithoutTag(piece)) {
            state = State.ANSWERING;
        }
        if (state == State.ANSWERING) {
            answer.take(piece);
            return;
        }
        held.append(piece);
        if (state == State.BEGINNING) {
            begin();
        }
        if (state == State.HOLDING || state == State.THINKING) {
            seekEnd();
        }
        if (state == State.BETWEEN) {
            seekAnswer();
        }
    }

    /** Thinking arrives in a field of its own, so tags in the text are text. */
    void standDown() {
        if (state != State.THINKING) {
            state = State.ANSWERING;
            passOn(answer, held.length());
        }
    }

    /**
     * Passes on what is held back.
     *
     * @param cutOff whether the text was cut off, so that its end may be missing
     */
    void end(boolean cutOff) {
        boolean thought = state == State.THINKING || (state == State.HOLDING && cutOff);
        if (state != State.BETWEEN) {
            passOn(thought ? thinking : answer, held.length());
        }
        state = State.ANSWERING;
    }

    /** Whether nothing of a first piece has to be held back: most replies begin like that. */
    private static boolean beginsWithoutTag(String piece) {
        int start = 0;
        while (start < piece.length() && Character.isWhitespace(piece.charAt(start))) {
            start++;
        }
        return start < piece.length() && piece.charAt(start) != OPEN.charAt(0);
    }

    private void begin() {
        int start = afterSpace(scanned);
        scanned = start;
        int length = held.length() - start;
        if (length == 0 || (length < OPEN.length() && OPEN.startsWith(held.substring(start)))) {
            return;
        }
        scanned = 0;
        if (held.indexOf(OPEN, start) == start) {
            held.delete(0, start + OPEN.length());
            state = State.THINKING;
        } else if (mayOnlyClose) {
            state = State.HOLDING;
        } else {
            state = State.ANSWERING;
            passOn(answer, held.length());
        }
    }

    private void seekEnd() {
        int close = held.indexOf(CLOSE, scanned);
        if (close >= 0) {
            passOn(thinking, close);
            held.delete(0, CLOSE.length());
            state = State.BETWEEN;
        } else if (state == State.THINKING) {
            passOn(thinking, held.length() - PartialMatch.atEnd(held, CLOSE));
        } else {
            scanned = Math.max(0, held.length() - CLOSE.length() + 1);
        }
    }

    private void seekAnswer() {
        held.delete(0, afterSpace(0));
        if (!held.isEmpty()) {
            state = State.ANSWERING;
            passOn(answer, held.length());
        }
    }

    private int afterSpace(int from) {
        int start = from;
        while (start < held.length() && Character.isWhitespace(held.charAt(start))) {
            start++;
        }
        return start;
    }

    private void passOn(TextSink sink, int length) {
        int from = sink == thinking && !thinkingBegun ? Math.min(afterSpace(0), length) : 0;
        if (length > from) {
            thinkingBegun |= sink == thinking;
            sink.take(held.substring(from, length));
        }
        held.delete(0, length);
    }
}
