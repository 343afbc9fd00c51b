package org.clawdbot.shell.internal.framework;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.clawdbot.api.diagnosis.Finding;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Finds settings whose words cannot be read as what their defaults are. A component that runs keeps its former settings
 * then, and one that nobody has used yet has not read them; so neither tells of them.
 */
final class UnreadableSettings {

    private UnreadableSettings() {}

    static Stream<Finding> of(ComponentDescriptionDTO component, ComponentConfigurationDTO instance) {
        String pid = component.configurationPid[0];
        Map<String, Object> defaults = Objects.requireNonNullElse(component.properties, Map.of());
        Map<String, Object> settings = Objects.requireNonNullElse(instance.properties, Map.of());
        return defaults.entrySet().stream()
                .map(usual -> look(pid, usual.getKey(), usual.getValue(), settings.get(usual.getKey())))
                .flatMap(Stream::ofNullable);
    }

    private static @Nullable Finding look(String pid, String key, Object usual, @Nullable Object value) {
        String wanted = value instanceof String text ? wanted(usual, text) : null;
        return wanted == null
                ? null
                : Finding.fail(
                        pid + " " + key + ": \"" + value + "\" is not " + wanted + ", so that it has no effect",
                        "Set " + key + " of " + pid + " to " + wanted + "; it is " + usual + " by default");
    }

    /** What a text should be, or null if it can be read; as Declarative Services reads it. */
    private static @Nullable String wanted(Object usual, String text) {
        if (usual instanceof Boolean) {
            return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false") ? null : "true or false";
        }
        try {
            if (usual instanceof Integer) {
                Integer.parseInt(text);
            } else if (usual instanceof Long) {
                Long.parseLong(text);
            } else if (usual instanceof Double) {
                Double.parseDouble(text);
            }
            return null;
        } catch (NumberFormatException unreadable) {
            return usual instanceof Double ? "a number" : "a whole number";
        }
    }
}
