package org.clawdbot.config.internal.json5;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clawdbot.config.internal.json5.Json5Node.ArrayNode;
import org.clawdbot.config.internal.json5.Json5Node.Container;
import org.clawdbot.config.internal.json5.Json5Node.Item;
import org.clawdbot.config.internal.json5.Json5Node.ObjectNode;
import org.clawdbot.config.internal.json5.Json5Node.StringNode;
import org.jspecify.annotations.Nullable;

/** Writes new values in the manner of the text around them; in a text without a manner it writes plain JSON. */
final class Json5Writer {

    private static final int MAX_INLINE_WIDTH = 80;

    private final String lineEnd;
    private final String unit;
    private final char quote;
    private final boolean quoteKeys;

    private Json5Writer(String lineEnd, String unit, char quote, boolean quoteKeys) {
        this.lineEnd = lineEnd;
        this.unit = unit;
        this.quote = quote;
        this.quoteKeys = quoteKeys;
    }

    /** Learns the manner of a text: line ends, indentation, quotes, and whether plain keys are quoted. */
    static Json5Writer like(String text, Json5Node root) {
        Habits habits = new Habits(text);
        habits.learn(root);
        return new Json5Writer(
                text.contains("\r\n") ? "\r\n" : "\n",
                habits.unit == null ? "  " : habits.unit,
                habits.singleQuotes > 0 && habits.doubleQuotes == 0 ? '\'' : '"',
                habits.bareKeys == 0);
    }

    String lineEnd() {
        return lineEnd;
    }

    String unit() {
        return unit;
    }

    String key(String key) {
        return quoteKeys || !Json5Characters.isPlainKey(key) ? string(key) : key;
    }

    /** Writes a value over several lines where that reads better; its first line stands at that indentation. */
    String block(@Nullable Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            return lines('{', '}', indent, members(map, indent + unit));
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            String inline = inline(value);
            boolean flat = list.stream().noneMatch(element -> element instanceof Map || element instanceof List);
            if (flat && indent.length() + inline.length() <= MAX_INLINE_WIDTH) {
                return inline;
            }
            List<String> elements = new ArrayList<>();
            list.forEach(element -> elements.add(block(element, indent + unit)));
            return lines('[', ']', indent, elements);
        }
        return inline(value);
    }

    /** Writes a value in one line. */
    String inline(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach((key, element) -> members.add(key((String) key) + ": " + inline(element)));
            return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(this::inline).toList()) + "]";
        }
        return value instanceof String text ? string(text) : String.valueOf(value);
    }

    private List<String> members(Map<?, ?> map, String indent) {
        List<String> members = new ArrayList<>();
        map.forEach((key, element) -> members.add(key((String) key) + ": " + block(element, indent)));
        return members;
    }

    private String lines(char open, char close, String indent, List<String> items) {
        String separator = lineEnd + indent + unit;
        return open + separator + String.join("," + separator, items) + lineEnd + indent + close;
    }

    private String string(String value) {
        StringBuilder text = new StringBuilder().append(quote);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (c == quote) {
                        text.append('\\').append(c);
                    } else if (c < ' '
                            || c == 0x7F
                            || Json5Characters.isLineTerminator(c)
                            || Character.isSurrogate(c)) {
                        text.append(surrogateOrEscape(value, i));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append(quote).toString();
    }

    /** A surrogate pair stays as it is; half of one cannot be encoded and is escaped like a control character. */
    private static String surrogateOrEscape(String value, int index) {
        char c = value.charAt(index);
        boolean paired = Character.isHighSurrogate(c)
                ? index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1))
                : index > 0 && Character.isLowSurrogate(c) && Character.isHighSurrogate(value.charAt(index - 1));
        return paired ? String.valueOf(c) : String.format("\\u%04x", (int) c);
    }

    /** What can be seen in a text about how its author writes. */
    private static final class Habits {
        private final String text;
        private @Nullable String unit;
        private int bareKeys;
        private int singleQuotes;
        private int doubleQuotes;

        Habits(String text) {
            this.text = text;
        }

        void learn(Json5Node node) {
            if (node instanceof StringNode) {
                countQuote(node.start());
            }
            if (node instanceof Container container) {
                for (Item item : container.items()) {
                    learnUnit(container, item);
                    if (container instanceof ObjectNode && !countQuote(item.start())) {
                        bareKeys++;
                    }
                    learn(item.value());
                }
            }
        }

        private boolean countQuote(int offset) {
            char c = text.charAt(offset);
            singleQuotes += c == '\'' ? 1 : 0;
            doubleQuotes += c == '"' ? 1 : 0;
            return c == '\'' || c == '"';
        }

        private void learnUnit(Container container, Item item) {
            String outer = TextLines.indentAt(text, container.start());
            String inner = TextLines.indentAt(text, item.start());
            if (unit == null
                    && !(container instanceof ArrayNode)
                    && TextLines.isFirstOnLine(text, item.start())
                    && inner.length() > outer.length()
                    && inner.startsWith(outer)) {
                unit = inner.substring(outer.length());
            }
        }
    }
}
