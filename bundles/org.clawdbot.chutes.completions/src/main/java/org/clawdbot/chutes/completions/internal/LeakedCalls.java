package org.clawdbot.chutes.completions.internal;

import java.util.List;
import java.util.Set;
import org.clawdbot.chutes.completions.internal.CallMarkup.LeakedCall;
import org.jspecify.annotations.Nullable;

/**
 * Finds tool calls that an engine left in the text. Text is passed on as it comes, but for what may be the beginning of
 * a mark; from a mark on it is held back until the closing mark. It becomes a call only if that is beyond doubt: the tool
 * is one of the request, the arguments are a JSON object as they stand, no call came in the proper way, and the mark does
 * not stand in a code block. Otherwise it stays text, to the letter.
 */
final class LeakedCalls {

    private static final CallMarkup[] MARKUPS = CallMarkup.values();
    private static final int MAX_HELD = 256 * 1024;

    /** Takes calls that were found. */
    interface Calls {
        void take(List<LeakedCall> calls);
    }

    private final Set<String> tools;
    private final CharSequence said;
    private final TextSink text;
    private final Calls calls;
    private final StringBuilder held = new StringBuilder();
    private final Code code = new Code();
    private @Nullable CallMarkup open;
    private int start;
    private int scanned;
    private boolean skipSpace;
    private boolean off;

    /**
     * Begins to look.
     *
     * @param tools the names of the tools of the request
     * @param said all text passed on so far
     * @param text takes what is text
     * @param calls takes what is a call
     */
    LeakedCalls(Set<String> tools, CharSequence said, TextSink text, Calls calls) {
        this.tools = tools;
        this.said = said;
        this.text = text;
        this.calls = calls;
    }

    void take(String piece) {
        if (off || (held.isEmpty() && !skipSpace && piece.indexOf('<') < 0)) {
            text.take(piece);
            return;
        }
        held.append(piece);
        boolean more = true;
        while (more) {
            more = open == null ? seekMark() : seekEnd(open);
        }
        held.delete(0, start);
        scanned = Math.max(0, scanned - start);
        start = 0;
    }

    /** A call came in the proper way, so what looks like one in the text is none. */
    void standDown() {
        if (!off) {
            off = true;
            passOn(held.length());
            held.setLength(0);
        }
    }

    /**
     * Decides about what is held back; some models end without the closing mark.
     *
     * @param complete whether the text has all of its end
     */
    void end(boolean complete) {
        if (open != null && complete && !off) {
            String body = held.substring(open.begin().length());
            String partial = body.substring(0, body.length() - PartialMatch.atEnd(body, open.end()));
            if (recovered(open, partial)) {
                held.setLength(0);
            }
        }
        standDown();
    }

    /** Passes text on up to the next mark; false if the rest, if any, has to wait for more. */
    private boolean seekMark() {
        while (skipSpace && start < held.length() && Character.isWhitespace(held.charAt(start))) {
            start++;
        }
        skipSpace &= start == held.length();
        for (int at = held.indexOf("<", start); at >= 0; at = held.indexOf("<", at + 1)) {
            for (CallMarkup markup : MARKUPS) {
                int matched = PartialMatch.at(held, at, markup.begin());
                if (matched == markup.begin().length()) {
                    passOn(at);
                    enter(markup, at);
                    return true;
                }
                if (at + matched == held.length()) {
                    passOn(at);
                    return false;
                }
            }
        }
        passOn(held.length());
        return false;
    }

    private void enter(CallMarkup markup, int at) {
        scanned = at + markup.begin().length();
        if (code.contains(said)) {
            passOn(scanned);
        } else {
            open = markup;
        }
    }

    /** Looks for the closing mark; false if it may still come. */
    private boolean seekEnd(CallMarkup markup) {
        int body = start + markup.begin().length();
        if (!markup.plausible(held, body, tools)) {
            open = null;
            passOn(body);
            return true;
        }
        int end = held.indexOf(markup.end(), scanned);
        if (end < 0) {
            scanned = Math.max(body, held.length() - markup.end().length() + 1);
            if (held.length() - start > MAX_HELD) {
                open = null;
                passOn(held.length());
            }
            return false;
        }
        open = null;
        int after = end + markup.end().length();
        if (recovered(markup, held.substring(body, end))) {
            start = after;
            skipSpace = true;
        } else {
            passOn(after);
        }
        return true;
    }

    private boolean recovered(CallMarkup markup, String body) {
        List<LeakedCall> found = markup.calls(body);
        boolean certain = !found.isEmpty()
                && found.stream()
                        .allMatch(call -> tools.contains(call.name()) && ToolArguments.isObject(call.arguments()));
        if (certain) {
            calls.take(found);
        }
        return certain;
    }

    /** Passes on what is held up to a place. */
    private void passOn(int end) {
        if (end > start) {
            text.take(held.substring(start, end));
            start = end;
        }
    }

    /** Whoever explains the marks puts them into code; this follows the fences of a growing text. */
    private static final class Code {

        private static final String FENCE = "```";

        private int position;
        private boolean open;

        boolean contains(CharSequence text) {
            while (position + FENCE.length() <= text.length()) {
                boolean fence = PartialMatch.at(text, position, FENCE) == FENCE.length();
                open ^= fence;
                position += fence ? FENCE.length() : 1;
            }
            boolean quoted = !text.isEmpty() && text.charAt(text.length() - 1) == '`';
            return open || quoted;
        }
    }
}
