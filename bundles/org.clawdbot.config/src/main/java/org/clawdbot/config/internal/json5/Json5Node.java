package org.clawdbot.config.internal.json5;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value together with where it is written: from {@code start} to before {@code end}. */
public sealed interface Json5Node {

    int start();

    int end();

    /** Returns the value in plain Java types; a JSON5 null is {@code null}. */
    @Nullable
    Object toValue();

    /** What a user calls such a value. */
    String kind();

    /** The same value in a text that begins so many characters earlier. */
    Json5Node moved(int by);

    /** Something that holds other values. */
    sealed interface Container extends Json5Node {
        List<Item> items();

        /** Finds the item that counts: the last one with that key, or the element with that number. */
        Optional<Item> find(String key);
    }

    /**
     * A member of an object or an element of an array.
     *
     * @param key the key; empty for an element
     * @param start where the key, or else the value, begins
     * @param comma offset of the comma that follows, or -1
     */
    record Item(String key, int start, Json5Node value, int comma) {
        Item moved(int by) {
            return new Item(key, start + by, value.moved(by), comma < 0 ? comma : comma + by);
        }
    }

    /** An object. */
    record ObjectNode(int start, int end, List<Item> items) implements Container {
        @Override
        public Optional<Item> find(String key) {
            for (int i = items.size() - 1; i >= 0; i--) {
                if (items.get(i).key().equals(key)) {
                    return Optional.of(items.get(i));
                }
            }
            return Optional.empty();
        }

        @Override
        public Map<String, @Nullable Object> toValue() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            items.forEach(item -> map.put(item.key(), item.value().toValue()));
            return Collections.unmodifiableMap(map);
        }

        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public Json5Node moved(int by) {
            return new ObjectNode(
                    start + by,
                    end + by,
                    items.stream().map(item -> item.moved(by)).toList());
        }
    }

    /** An array. */
    record ArrayNode(int start, int end, List<Item> items) implements Container {
        @Override
        public Optional<Item> find(String key) {
            int index = indexOf(key);
            return index >= 0 && index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
        }

        /** Reads a key as the number of an element; -1 if it is none. */
        static int indexOf(String key) {
            return key.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(key) : -1;
        }

        @Override
        public List<@Nullable Object> toValue() {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(item -> list.add(item.value().toValue()));
            return Collections.unmodifiableList(list);
        }

        @Override
        public String kind() {
            return "an array";
        }

        @Override
        public Json5Node moved(int by) {
            return new ArrayNode(
                    start + by,
                    end + by,
                    items.stream().map(item -> item.moved(by)).toList());
        }
    }

    /** A string; it does not show its text, which may be a secret. */
    record StringNode(int start, int end, String text) implements Json5Node {
        @Override
        public String toValue() {
            return text;
        }

        @Override
        public String kind() {
            return "a string";
        }

        @Override
        public Json5Node moved(int by) {
            return new StringNode(start + by, end + by, text);
        }

        @Override
        public String toString() {
            return "StringNode[" + start + ".." + end + "]";
        }
    }

    /** A number: Integer, Long or BigInteger if it is written as a whole number, else Double. */
    record NumberNode(int start, int end, Number number) implements Json5Node {
        @Override
        public Number toValue() {
            return number;
        }

        @Override
        public String kind() {
            return "a number";
        }

        @Override
        public Json5Node moved(int by) {
            return new NumberNode(start + by, end + by, number);
        }
    }

    /** A boolean. */
    record BooleanNode(int start, int end, boolean truth) implements Json5Node {
        @Override
        public Boolean toValue() {
            return truth;
        }

        @Override
        public String kind() {
            return "a boolean";
        }

        @Override
        public Json5Node moved(int by) {
            return new BooleanNode(start + by, end + by, truth);
        }
    }

    /** A null. */
    record NullNode(int start, int end) implements Json5Node {
        @Override
        public @Nullable Object toValue() {
            return null;
        }

        @Override
        public String kind() {
            return "null";
        }

        @Override
        public Json5Node moved(int by) {
            return new NullNode(start + by, end + by);
        }
    }
}
