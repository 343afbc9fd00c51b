package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonLocation;
import org.jspecify.annotations.Nullable;

/** The shapes that rows of a list had lately. Lists have few: models of one kind say the same about themselves. */
final class RowTemplates {

    /** By how much a row may be longer than all before; what is longer is left to the parser, which then sets the pattern. */
    private static final int MORE = 256;

    /** After how many rows of which none was like another it is given up; rows differ in ways that are not known here. */
    private static final int PATIENCE = 64;

    /** Rows that are longer are for the parser alone: the window must have room for many, or all would be moved for each. */
    private static final int MAX_LENGTH = ListInput.WINDOW / 4;

    private final Vocabulary vocabulary;
    private final @Nullable RowTemplate[] latest;
    private RowTemplate spare;
    private int inVain;

    /**
     * Knows no row yet.
     *
     * @param shapes how many to remember
     */
    RowTemplates(int shapes, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        latest = new RowTemplate[shapes];
        spare = new RowTemplate(vocabulary);
    }

    /** Tells whether there may be rows that are like others. */
    boolean areOfUse() {
        return latest.length > 0 && inVain < PATIENCE;
    }

    /** Learns from the row that the parser has just read; the input has marked where it begins. */
    void learn(Row row, ListInput input) {
        int from = input.marked();
        inVain++;
        if (from >= 0
                && input.position() - from <= MAX_LENGTH
                && spare.learn(row, input.window(), from, input.position())) {
            RowTemplate oldest = latest[latest.length - 1];
            toFront(spare, latest.length - 1);
            spare = oldest == null ? new RowTemplate(vocabulary) : oldest;
        }
    }

    /**
     * Reads the next row, if there is one and it fits.
     *
     * @param here the place of the parser, which has read the row before and nothing behind it
     * @return the row, good until the next is read, or null if the next bytes are for the parser
     */
    @Nullable
    Row next(ListInput input, JsonLocation here) throws BodyException {
        int limit = input.require(longest() + MORE);
        byte[] window = input.window();
        int from = PlainJson.skipSpace(window, input.position(), limit);
        if (from == limit || window[from] != ',') {
            return null;
        }
        from = PlainJson.skipSpace(window, from + 1, limit);
        int end = Math.min(limit, from + MAX_LENGTH);
        for (int i = 0; i < latest.length; i++) {
            RowTemplate template = latest[i];
            if (template == null) {
                return null;
            }
            int to = template.match(window, from, end);
            if (to >= 0) {
                Row row = template.take(window, from, to);
                inVain = 0;
                input.skip(to, here, template.isOneLine() ? from : to);
                toFront(template, i);
                return row;
            }
        }
        return null;
    }

    private int longest() {
        int longest = 0;
        for (RowTemplate template : latest) {
            longest = template == null ? longest : Math.max(longest, template.length());
        }
        return longest;
    }

    private void toFront(RowTemplate template, int place) {
        System.arraycopy(latest, 0, latest, 1, place);
        latest[0] = template;
    }
}
