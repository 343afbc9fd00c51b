package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest row of one shape, as a pattern for the next: rows of a list have the same members in the same order, and many
 * of the same values. A row fits if it differs in values alone. Keys and equal values are compared, which the JVM does 32
 * bytes at a time; only values that differ are looked at, and only these are read and taken over into the {@link Row}.
 *
 * <p>It learns from a row that the parser has accepted. In the place of a value it takes what {@link PlainJson} knows, so that
 * the parser would accept each row that fits and find the same in it. What does not fit is left to the parser.
 */
final class RowTemplate {

    private static final int MAX_VALUES = 64;
    private static final int MAX_DEPTH = 8;

    private final Vocabulary vocabulary;
    private @Nullable Row row;
    private byte[] text = {};
    private int length;
    private boolean oneLine;

    private final Member[] members = new Member[MAX_VALUES];
    private final int[] starts = new int[MAX_VALUES];
    private final int[] ends = new int[MAX_VALUES];
    private int values;

    private final int[] differing = new int[MAX_VALUES];
    private final int[] newStarts = new int[MAX_VALUES];
    private final int[] newEnds = new int[MAX_VALUES];
    private int differences;

    /** Knows no row yet. */
    RowTemplate(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Learns from a row.
     *
     * @param parsed what the parser found in it
     * @param window what holds its text
     * @param from where it begins
     * @param to where it ends
     * @return whether rows can be compared with it; false if anything about the row is unusual
     */
    boolean learn(Row parsed, byte[] window, int from, int to) {
        row = parsed;
        copy(window, from, to);
        oneLine = isOneLine(window, from, to);
        values = 0;
        return new Learner().object(0, Member.ROW, 0) == length;
    }

    private static boolean isOneLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at == to;
    }

    private void copy(byte[] window, int from, int to) {
        length = to - from;
        if (text.length < length) {
            text = new byte[length + length / 8];
        }
        System.arraycopy(window, from, text, 0, length);
    }

    /** Gives how long the latest row was. */
    int length() {
        return length;
    }

    /** Tells whether rows that fit hold no line feed. */
    boolean isOneLine() {
        return oneLine;
    }

    /**
     * Compares a row with the latest one.
     *
     * @param window what holds the row
     * @param from where it begins
     * @param limit where what has arrived ends; the row may end earlier
     * @return the place behind the row, which {@link #take} takes over then; -1 if it does not fit
     */
    int match(byte[] window, int from, int limit) {
        differences = 0;
        int at = from;
        int own = 0;
        int value = 0;
        while (true) {
            int count = Math.min(limit - at, length - own);
            int same = Arrays.mismatch(window, at, at + count, text, own, own + count);
            if (same < 0) {
                return count == length - own ? at + count : -1;
            }
            int differs = own + same;
            while (value < values && ends[value] < differs) {
                value++;
            }
            if (value == values || starts[value] > differs) {
                return -1;
            }
            int start = at + starts[value] - own;
            int end = PlainJson.valueEnd(window, start, limit);
            if (end == PlainJson.NOT_PLAIN) {
                return -1;
            }
            differing[differences] = value;
            newStarts[differences] = start;
            newEnds[differences] = end;
            differences++;
            at = end;
            own = ends[value];
            value++;
        }
    }

    /** Makes the row that fitted the latest one, and gives what it says. */
    Row take(byte[] window, int from, int to) {
        Row latest = Objects.requireNonNull(row);
        for (int i = 0; i < differences; i++) {
            int start = newStarts[i];
            int end = newEnds[i];
            oneLine &= window[start] != '[' || isOneLine(window, start, end);
            read(latest, members[differing[i]], window, start, end);
        }
        if (differences > 0) {
            copy(window, from, to);
            move(from);
        }
        return latest;
    }

    private void move(int from) {
        int shift = 0;
        int next = 0;
        for (int value = differing[0]; value < values; value++) {
            if (next < differences && differing[next] == value) {
                starts[value] = newStarts[next] - from;
                shift = newEnds[next] - from - ends[value];
                next++;
            } else {
                starts[value] += shift;
            }
            ends[value] += shift;
        }
    }

    private void read(Row latest, Member member, byte[] window, int from, int to) {
        if (member == Member.OTHER) {
            return;
        }
        switch (window[from]) {
            case '[' -> latest.set(member, strings(window, from + 1, to));
            case '"' ->
                latest.set(
                        member,
                        JsonToken.VALUE_STRING,
                        member.isName()
                                ? Vocabulary.text(window, from + 1, to - 1)
                                : vocabulary.word(window, from + 1, to - 1));
            case 't' -> latest.set(member, JsonToken.VALUE_TRUE, "");
            case 'f' -> latest.set(member, JsonToken.VALUE_FALSE, "");
            case 'n' -> latest.set(member, JsonToken.VALUE_NULL, "");
            default -> {
                String number = vocabulary.word(window, from, to);
                latest.set(member, PlainJson.numberKind(number), number);
            }
        }
    }

    private List<String> strings(byte[] window, int from, int to) {
        List<String> strings = new ArrayList<>();
        for (int at = PlainJson.skipSpace(window, from, to); window[at] != ']'; ) {
            int end = PlainJson.scalarEnd(window, at, to);
            if (window[at] == '"') {
                strings.add(vocabulary.word(window, at + 1, end - 1));
            }
            at = PlainJson.skipSpace(window, end, to);
            if (window[at] == ',') {
                at = PlainJson.skipSpace(window, at + 1, to);
            }
        }
        return strings;
    }

    /** Finds the values of a row. It relies on the row being JSON, and gives up where it is not sure what is what. */
    private final class Learner {

        private final Set<Member> seen = EnumSet.noneOf(Member.class);

        /** Gives the place behind the object, or a negative one if anything in it is unusual. */
        int object(int from, Member within, int depth) {
            int at = PlainJson.skipSpace(text, from + 1, length);
            while (at < length && text[at] == '"') {
                int keyEnd = PlainJson.stringEnd(text, at, length);
                if (keyEnd < 0) {
                    return -1;
                }
                Member member = within.member(vocabulary.word(text, at + 1, keyEnd - 1));
                at = PlainJson.skipSpace(text, keyEnd, length);
                if (at == length || text[at] != ':' || (member != Member.OTHER && !seen.add(member))) {
                    return -1;
                }
                at = value(PlainJson.skipSpace(text, at + 1, length), member, depth);
                if (at < 0) {
                    return -1;
                }
                at = afterComma(at);
            }
            return at < length && text[at] == '}' ? at + 1 : -1;
        }

        private int value(int from, Member member, int depth) {
            if (depth == MAX_DEPTH || from == length) {
                return -1;
            }
            if (text[from] == '{') {
                return object(from, member, depth + 1);
            }
            int end = PlainJson.valueEnd(text, from, length);
            if (end < 0 && text[from] == '[' && member == Member.OTHER) {
                return elements(from, depth + 1);
            }
            if (end < 0 || values == MAX_VALUES) {
                return -1;
            }
            members[values] = member;
            starts[values] = from;
            ends[values] = end;
            values++;
            return end;
        }

        /** An array that holds objects is as fixed as an object is. */
        private int elements(int from, int depth) {
            int at = PlainJson.skipSpace(text, from + 1, length);
            while (at < length && text[at] != ']') {
                at = value(at, Member.OTHER, depth);
                if (at < 0) {
                    return -1;
                }
                at = afterComma(at);
            }
            return at < length ? at + 1 : -1;
        }

        private int afterComma(int from) {
            int at = PlainJson.skipSpace(text, from, length);
            return at < length && text[at] == ',' ? PlainJson.skipSpace(text, at + 1, length) : at;
        }
    }
}
