package org.clawdbot.chutes.completions.internal;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;

/**
 * The arguments of a call as a model wrote them, made one JSON object where there is no doubt what was meant: commas too
 * many, brackets too many or too few at the end, line breaks within a text, an object written twice or as a text, and the
 * fence of a code block. Nothing is guessed: names without quotes, a name without a value or two different objects stay
 * as they are, for the model to be told.
 */
final class ToolArguments {

    static final String NONE = "{}";

    private static final String FENCE = "```";

    private ToolArguments() {}

    /**
     * Gives one JSON object.
     *
     * @param written what the model wrote
     * @param complete whether the model ended by itself, so that what is missing was left out and not cut off
     * @return the very same text where it is one already; empty if no certain repair makes it one
     */
    static Optional<String> repaired(String written, boolean complete) {
        if (written.isBlank()) {
            return complete ? Optional.of(NONE) : Optional.empty();
        }
        if (isObject(written)) {
            return Optional.of(written);
        }
        String text = unfenced(written.strip());
        if (text.startsWith("\"")) {
            return encodedTwice(text, complete);
        }
        return text.startsWith("{") ? closed(text, complete) : Optional.empty();
    }

    static boolean isObject(String text) {
        try {
            return Json.parse(text) instanceof Map;
        } catch (JsonException e) {
            return false;
        }
    }

    private static Optional<String> encodedTwice(String text, boolean complete) {
        try {
            return Json.parse(text) instanceof String inner && !inner.startsWith("\"")
                    ? repaired(inner, complete)
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static String unfenced(String text) {
        int lineEnd = text.indexOf('\n');
        boolean fenced = text.startsWith(FENCE) && text.endsWith(FENCE) && lineEnd > 0 && text.length() > lineEnd + 3;
        return fenced
                ? text.substring(lineEnd + 1, text.length() - FENCE.length()).strip()
                : text;
    }

    private static Optional<String> closed(String text, boolean complete) {
        Repair first = new Repair(text, complete);
        if (!first.succeeded()) {
            return Optional.empty();
        }
        String rest = first.rest();
        if (rest.isEmpty()) {
            return Optional.of(first.closed());
        }
        if (!rest.startsWith("{")) {
            return Optional.empty();
        }
        Repair second = new Repair(rest, complete);
        return second.succeeded() && second.rest().isEmpty() ? one(first.closed(), second.closed()) : Optional.empty();
    }

    /** Two objects are one where they say the same, or one of them says nothing. */
    private static Optional<String> one(String first, String second) {
        try {
            Object one = Json.parse(first);
            Object other = Json.parse(second);
            if (Map.of().equals(one)) {
                return Optional.of(second);
            }
            return Map.of().equals(other) || Objects.equals(one, other) ? Optional.of(first) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** One pass over the first object of a text. */
    private static final class Repair {

        private final String text;
        private final StringBuilder out;
        private final StringBuilder closers = new StringBuilder();
        private final boolean succeeded;
        private boolean inString;
        private int position;

        Repair(String text, boolean complete) {
            this.text = text;
            this.out = new StringBuilder(text.length() + 8);
            boolean matching = run() && (complete || closers.isEmpty());
            close();
            this.succeeded = matching && isObject(out.toString());
        }

        boolean succeeded() {
            return succeeded;
        }

        String closed() {
            return out.toString();
        }

        /** Reads to the end of the first object, or of the text; false if its brackets do not match, or half an escape ends it. */
        private boolean run() {
            while (position < text.length()) {
                char c = text.charAt(position++);
                if (inString && c == '\\' && position == text.length()) {
                    return false;
                } else if (inString) {
                    within(c);
                } else if (c == '}' || c == ']') {
                    if (closers.charAt(closers.length() - 1) != c) {
                        return false;
                    }
                    dropComma();
                    out.append(c);
                    closers.setLength(closers.length() - 1);
                    if (closers.isEmpty()) {
                        return true;
                    }
                } else {
                    outside(c);
                }
            }
            return true;
        }

        private void close() {
            if (inString) {
                out.append('"');
            } else if (!closers.isEmpty()) {
                dropComma();
            }
            out.append(new StringBuilder(closers).reverse());
        }

        /** What follows the first object, without brackets that close nothing. */
        String rest() {
            int from = position;
            while (from < text.length() && "}] \t\r\n,;".indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            return text.substring(from);
        }

        private void outside(char c) {
            if (c == '"') {
                inString = true;
            } else if (c == '{') {
                closers.append('}');
            } else if (c == '[') {
                closers.append(']');
            }
            out.append(c);
        }

        private void within(char c) {
            if (c == '\\') {
                out.append(c).append(text.charAt(position++));
            } else if (c < ' ') {
                out.append(escaped(c));
            } else {
                inString = c != '"';
                out.append(c);
            }
        }

        private static String escaped(char control) {
            return switch (control) {
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                default -> String.format("\\u%04x", (int) control);
            };
        }

        private void dropComma() {
            int last = out.length() - 1;
            while (last >= 0 && Character.isWhitespace(out.charAt(last))) {
                last--;
            }
            if (last >= 0 && out.charAt(last) == ',') {
                out.setLength(last);
            }
        }
    }
}
