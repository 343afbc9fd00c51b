package org.clawdbot.api.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value to set or to remove in the configuration file. Missing parents are created.
 *
 * @param path keys from the outside in, at least one
 * @param value a {@code String}, {@code Boolean}, {@code Number}, {@code List} or {@code Map} of such; {@code null}
 *     removes what is there
 */
public record ConfigurationChange(List<String> path, @Nullable Object value) {

    /** Checks and copies the parts. */
    public ConfigurationChange {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("the path of a configuration change has no key");
        }
        value = value == null ? null : copy(value);
    }

    /**
     * Returns a change that sets a value.
     *
     * @param value the new value
     * @param path keys from the outside in
     * @return the change
     */
    public static ConfigurationChange set(Object value, String... path) {
        return new ConfigurationChange(List.of(path), value);
    }

    /**
     * Returns a change that removes a value.
     *
     * @param path keys from the outside in
     * @return the change
     */
    public static ConfigurationChange remove(String... path) {
        return new ConfigurationChange(List.of(path), null);
    }

    /** Shows the path only, because the value may be a secret. */
    @Override
    public String toString() {
        return (value == null ? "remove " : "set ") + String.join(".", path);
    }

    private static Object copy(@Nullable Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(copy(element)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put((String) key, copy(element)));
            return Collections.unmodifiableMap(copy);
        }
        throw new IllegalArgumentException("a configuration value cannot be "
                + (value == null ? "null" : "a " + value.getClass().getName()));
    }
}
