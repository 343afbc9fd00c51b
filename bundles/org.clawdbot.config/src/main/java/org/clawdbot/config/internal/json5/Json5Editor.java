package org.clawdbot.config.internal.json5;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clawdbot.config.internal.json5.Json5Node.ArrayNode;
import org.clawdbot.config.internal.json5.Json5Node.Container;
import org.clawdbot.config.internal.json5.Json5Node.Item;
import org.clawdbot.config.internal.json5.Json5Node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Changes single values of a JSON5 text by cutting and pasting in the text itself: what a change does not touch stays
 * the same to the byte, and no comment outside a replaced value is ever lost.
 */
public final class Json5Editor {

    private String text;

    private Json5Editor(String text) {
        this.text = text;
    }

    /**
     * Sets a value, with all its missing parents.
     *
     * @throws Json5Exception if the text is not JSON5, or if something on the way is neither object nor array
     */
    public static String set(String text, List<String> path, Object value) {
        Json5Editor editor = new Json5Editor(text);
        editor.set(path, asRead(value));
        return editor.text;
    }

    /** Removes a value if it is there. */
    public static String remove(String text, List<String> path) {
        Json5Editor editor = new Json5Editor(text);
        editor.remove(path);
        return editor.text;
    }

    /** Finds the value at a path. */
    public static Optional<Json5Node> find(Json5Node root, List<String> path) {
        Optional<Json5Node> node = Optional.of(root);
        for (String key : path) {
            node = node.filter(Container.class::isInstance)
                    .flatMap(container -> ((Container) container).find(key))
                    .map(Item::value);
        }
        return node;
    }

    /** Brings numbers into the types that the parser gives them, so that equal values are seen to be equal. */
    private static @Nullable Object asRead(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put((String) key, asRead(element)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(asRead(element)));
            return copy;
        }
        return value instanceof Number number
                ? Json5Parser.parse(String.valueOf(number)).toValue()
                : value;
    }

    private void set(List<String> path, @Nullable Object value) {
        Json5Node root = Json5Parser.parse(text);
        Json5Node node = root;
        int owner = root.start();
        for (int i = 0; i < path.size(); i++) {
            String key = path.get(i);
            if (!(node instanceof Container container)) {
                throw new Json5Exception(
                        Position.of(text, node.start()),
                        "expected an object in which \"" + key + "\" can be set, found " + node.kind());
            }
            Optional<Item> item = container.find(key);
            if (item.isEmpty()) {
                append(Json5Writer.like(text, root), container, owner, key, nest(path, i + 1, value));
                return;
            }
            owner = item.get().start();
            node = item.get().value();
        }
        replace(root, node, path, value);
    }

    private static @Nullable Object nest(List<String> path, int from, @Nullable Object value) {
        Object nested = value;
        for (int i = path.size() - 1; i >= from; i--) {
            Map<String, @Nullable Object> parent = new LinkedHashMap<>();
            parent.put(path.get(i), nested);
            nested = parent;
        }
        return nested;
    }

    private void replace(Json5Node root, Json5Node node, List<String> path, @Nullable Object value) {
        if (Objects.equals(node.toValue(), value)) {
            return;
        }
        if (node instanceof ObjectNode object && value instanceof Map<?, ?> map && sharesKey(object, map)) {
            merge(object, path, map);
        } else if (node instanceof ArrayNode array
                && value instanceof List<?> list
                && !array.items().isEmpty()) {
            align(array, path, list);
        } else {
            String indent = TextLines.indentAt(text, node.start());
            splice(node.start(), node.end(), Json5Writer.like(text, root).block(value, indent));
        }
    }

    private static boolean sharesKey(ObjectNode object, Map<?, ?> map) {
        return object.items().stream().anyMatch(item -> map.containsKey(item.key()));
    }

    private void merge(ObjectNode object, List<String> path, Map<?, ?> map) {
        for (Item item : object.items()) {
            if (!map.containsKey(item.key())) {
                remove(child(path, item.key()));
            }
        }
        map.forEach((key, element) -> set(child(path, (String) key), element));
    }

    /** Makes an array equal to a list and leaves alone what both have in common at the beginning and at the end. */
    private void align(ArrayNode array, List<String> path, List<?> list) {
        List<?> old = array.toValue();
        int shorter = Math.min(old.size(), list.size());
        int head = 0;
        while (head < shorter && Objects.equals(old.get(head), list.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && Objects.equals(old.get(old.size() - 1 - tail), list.get(list.size() - 1 - tail))) {
            tail++;
        }
        for (int i = old.size() - tail - 1; i >= Math.max(head, list.size() - tail); i--) {
            remove(child(path, String.valueOf(i)));
        }
        for (int i = head; i < list.size() - tail; i++) {
            if (i < old.size() - tail || tail == 0) {
                set(child(path, String.valueOf(i)), list.get(i));
            } else {
                insertBefore(child(path, String.valueOf(i)), list.get(i));
            }
        }
    }

    private void insertBefore(List<String> path, @Nullable Object value) {
        Json5Node root = Json5Parser.parse(text);
        int start = find(root, path).orElseThrow().start();
        Json5Writer writer = Json5Writer.like(text, root);
        if (TextLines.isFirstOnLine(text, start)) {
            String indent = TextLines.indentAt(text, start);
            splice(start, start, writer.block(value, indent) + "," + writer.lineEnd() + indent);
        } else {
            splice(start, start, writer.inline(value) + ", ");
        }
    }

    private void append(Json5Writer writer, Container container, int owner, String key, @Nullable Object value) {
        if (container instanceof ArrayNode array
                && ArrayNode.indexOf(key) != array.items().size()) {
            throw new Json5Exception(
                    Position.of(text, container.start()),
                    "this array has " + array.items().size() + " elements, so \"" + key + "\" cannot be set in it");
        }
        String name = container instanceof ObjectNode ? writer.key(key) + ": " : "";
        if (container.items().isEmpty()) {
            appendFirst(writer, container, owner, name, value);
            return;
        }
        Item last = container.items().get(container.items().size() - 1);
        boolean comma = last.comma() >= 0;
        int end = comma ? last.comma() + 1 : last.value().end();
        if (TextLines.isFirstOnLine(text, last.start())) {
            String indent = TextLines.indentAt(text, last.start());
            int after = skipCommentsOnLine(end);
            String item = writer.lineEnd() + indent + name + writer.block(value, indent);
            splice(after, after, item + (comma ? "," : ""));
            splice(end, end, comma ? "" : ",");
        } else {
            splice(end, end, (comma ? " " : ", ") + name + writer.inline(value) + (comma ? "," : ""));
        }
    }

    private void appendFirst(Json5Writer writer, Container container, int owner, String name, @Nullable Object value) {
        int close = container.end() - 1;
        int content = lastComment(container);
        String outer = TextLines.indentAt(text, container.start());
        if (content < 0) {
            boolean scalar = !(value instanceof Map) && !(value instanceof List);
            boolean lines = TextLines.isFirstOnLine(text, owner) && !(container instanceof ArrayNode && scalar);
            String indent = outer + writer.unit();
            String inside = lines
                    ? writer.lineEnd() + indent + name + writer.block(value, indent) + writer.lineEnd() + outer
                    : writer.inline(value);
            boolean padded = !lines && container instanceof ObjectNode;
            splice(container.start() + 1, close, padded ? " " + name + inside + " " : inside);
        } else if (text.substring(content, close).chars().anyMatch(c -> TextLines.isLineEnd((char) c))) {
            boolean ownLine = TextLines.startOf(text, content) > container.start();
            String indent = ownLine ? TextLines.indentAt(text, content) : outer + writer.unit();
            splice(content, content, writer.lineEnd() + indent + name + writer.block(value, indent));
        } else {
            splice(content, content, " " + name + writer.inline(value));
        }
    }

    /** Returns the end of the last comment in an empty container, or -1 if there is none. */
    private int lastComment(Container container) {
        int end = -1;
        for (int i = container.start() + 1; i < container.end() - 1; i++) {
            if (text.charAt(i) == '/') {
                end = Json5Parser.skipComment(text, i);
                i = end - 1;
            }
        }
        return end;
    }

    /** Returns the end of the comments that follow an item in its own line, for they belong to it. */
    private int skipCommentsOnLine(int from) {
        int end = from;
        int at = TextLines.skipBlanks(text, from);
        while (text.startsWith("//", at) || text.startsWith("/*", at)) {
            int next = Json5Parser.skipComment(text, at);
            if (text.substring(at, next).chars().anyMatch(c -> TextLines.isLineEnd((char) c))) {
                break;
            }
            end = next;
            at = TextLines.skipBlanks(text, next);
        }
        return end;
    }

    private void remove(List<String> path) {
        String key = path.get(path.size() - 1);
        while (true) {
            Optional<Json5Node> parent = find(Json5Parser.parse(text), path.subList(0, path.size() - 1));
            if (parent.isEmpty() || !(parent.get() instanceof Container container)) {
                return;
            }
            Optional<Item> item = container.find(key);
            if (item.isEmpty()) {
                return;
            }
            cut(container, container.items().indexOf(item.get()));
            if (container instanceof ArrayNode) {
                return;
            }
        }
    }

    /** Cuts an item out, with its comma and the space around it but with no comment. */
    private void cut(Container container, int index) {
        Item item = container.items().get(index);
        boolean last = index == container.items().size() - 1;
        int start = item.start();
        int end = item.value().end();
        List<int[]> cuts = new ArrayList<>();
        if (item.comma() >= 0) {
            if (text.substring(end, item.comma()).isBlank()) {
                end = item.comma() + 1;
            } else {
                cuts.add(new int[] {item.comma(), item.comma() + 1});
            }
        }
        int before = TextLines.skipBlanksBack(text, start);
        int after = TextLines.skipBlanks(text, end);
        boolean opensLine = TextLines.isFirstOnLine(text, start);
        if (opensLine && TextLines.isEndOfLine(text, after)) {
            cuts.add(new int[] {before, TextLines.skipLineEnd(text, after)});
        } else if (opensLine || !last) {
            cuts.add(new int[] {start, after});
        } else {
            cuts.add(new int[] {before, end});
        }
        if (item.comma() < 0 && index > 0) {
            int comma = container.items().get(index - 1).comma();
            cuts.add(new int[] {comma, comma + 1});
        }
        cuts.sort((a, b) -> Integer.compare(b[0], a[0]));
        int close = container.end() - 1;
        for (int[] each : cuts) {
            splice(each[0], each[1], "");
            close -= each[1] - each[0];
        }
        if (container.items().size() == 1
                && text.substring(container.start() + 1, close).isBlank()) {
            splice(container.start() + 1, close, "");
        }
    }

    private void splice(int start, int end, String replacement) {
        text = text.substring(0, start) + replacement + text.substring(end);
    }

    private static List<String> child(List<String> path, String key) {
        List<String> child = new ArrayList<>(path);
        child.add(key);
        return child;
    }
}
