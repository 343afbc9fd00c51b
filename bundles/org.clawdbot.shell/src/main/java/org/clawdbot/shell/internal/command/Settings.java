package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.host.ConfigurationChange;
import org.clawdbot.api.host.HostConfiguration;
import org.jspecify.annotations.Nullable;

/** The settings that commands read and change, by their place in the configuration file. */
final class Settings {

    private static final String AGENTS = "agents";
    private static final String DEFAULTS = "defaults";
    private static final String MODEL = "model";
    private static final String MODELS = "models";
    private static final String PRIMARY = "primary";
    private static final String FALLBACKS = "fallbacks";
    private static final String ALIAS = "alias";

    private final HostConfiguration configuration;

    Settings(HostConfiguration configuration) {
        this.configuration = configuration;
    }

    String file() {
        return configuration.file().toString();
    }

    /** Gives the default model; the original also takes a bare text in its place. */
    @Nullable
    String primary() {
        if (configuration.value(AGENTS, DEFAULTS, MODEL).orElse(null) instanceof String text) {
            return text;
        }
        return configuration.value(AGENTS, DEFAULTS, MODEL, PRIMARY).orElse(null) instanceof String text ? text : null;
    }

    List<ConfigurationChange> setPrimary(String reference) {
        if (configuration.value(AGENTS, DEFAULTS, MODEL).orElse(null) instanceof String) {
            return List.of(ConfigurationChange.set(Map.of(PRIMARY, reference), AGENTS, DEFAULTS, MODEL));
        }
        return List.of(ConfigurationChange.set(reference, AGENTS, DEFAULTS, MODEL, PRIMARY));
    }

    List<String> fallbacks() {
        return texts(configuration.value(AGENTS, DEFAULTS, MODEL, FALLBACKS).orElse(null));
    }

    List<ConfigurationChange> setFallbacks(List<String> references) {
        List<ConfigurationChange> changes = new ArrayList<>();
        String primary = primary();
        if (primary != null && configuration.value(AGENTS, DEFAULTS, MODEL).orElse(null) instanceof String) {
            changes.addAll(setPrimary(primary));
        }
        changes.add(
                references.isEmpty()
                        ? ConfigurationChange.remove(AGENTS, DEFAULTS, MODEL, FALLBACKS)
                        : ConfigurationChange.set(references, AGENTS, DEFAULTS, MODEL, FALLBACKS));
        return changes;
    }

    /** Gives the references by alias. */
    Map<String, String> aliases() {
        Map<String, String> aliases = new LinkedHashMap<>();
        if (configuration.value(AGENTS, DEFAULTS, MODELS).orElse(null) instanceof Map<?, ?> models) {
            models.forEach((reference, settings) -> {
                if (settings instanceof Map<?, ?> map && map.get(ALIAS) instanceof String alias) {
                    aliases.put(alias, String.valueOf(reference));
                }
            });
        }
        return aliases;
    }

    ConfigurationChange addAlias(String alias, String reference) {
        return ConfigurationChange.set(alias, AGENTS, DEFAULTS, MODELS, reference, ALIAS);
    }

    /** Removes the alias; and the entry of the model, where nothing else is in it. */
    ConfigurationChange removeAlias(String reference) {
        boolean alone = configuration.value(AGENTS, DEFAULTS, MODELS, reference).orElse(null) instanceof Map<?, ?> entry
                && entry.size() == 1;
        return alone
                ? ConfigurationChange.remove(AGENTS, DEFAULTS, MODELS, reference)
                : ConfigurationChange.remove(AGENTS, DEFAULTS, MODELS, reference, ALIAS);
    }

    ConfigurationChange addProfile(String id, String provider, String mode) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("provider", provider);
        entry.put("mode", mode.replace('-', '_'));
        return ConfigurationChange.set(entry, "auth", "profiles", id);
    }

    boolean hasProfile(String id) {
        return configuration.value("auth", "profiles", id).isPresent();
    }

    /** Says whether the file names the profile with this mode already, whatever else it says of it. */
    boolean hasProfile(String id, String mode) {
        return configuration.value("auth", "profiles", id, "mode").orElse("").equals(mode.replace('-', '_'));
    }

    ConfigurationChange removeProfile(String id) {
        return ConfigurationChange.remove("auth", "profiles", id);
    }

    /** Sets a value of a provider unless the user has set one. */
    List<ConfigurationChange> setIfAbsent(String provider, String key, String value) {
        return configuration.value(MODELS, "providers", provider, key).isPresent()
                ? List.of()
                : List.of(ConfigurationChange.set(value, MODELS, "providers", provider, key));
    }

    void write(List<ConfigurationChange> changes) {
        if (!changes.isEmpty()) {
            configuration.update(changes);
        }
    }

    private static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> texts.add(String.valueOf(element)));
        }
        return texts;
    }
}
