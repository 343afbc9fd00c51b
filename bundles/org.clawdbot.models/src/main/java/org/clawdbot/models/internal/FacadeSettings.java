package org.clawdbot.models.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.clawdbot.api.chat.ModelSelection;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the façade, checked.
 *
 * @param selection which models to use
 * @param teeOnlyProviders the providers of which only models in a trusted execution environment may be used
 * @param allowedModels the models that may be used besides the selected ones; empty if all may
 * @param authOrder the order of profiles by provider
 */
record FacadeSettings(
        ModelSelection selection,
        Set<String> teeOnlyProviders,
        Set<String> allowedModels,
        Map<String, List<String>> authOrder) {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);

    static FacadeSettings of(ModelsFacade.Config config) {
        Map<String, List<String>> order = new LinkedHashMap<>();
        pairs(config.authOrder(), "authOrder").forEach((provider, ids) -> order.put(provider, list(ids.split(","))));
        return new FacadeSettings(
                new ModelSelection(
                        blankToNull(config.defaultModel()),
                        list(config.fallbacks()),
                        blankToNull(config.imageModel()),
                        list(config.imageFallbacks()),
                        pairs(config.aliases(), "aliases")),
                Set.copyOf(list(config.teeOnlyProviders())),
                Set.copyOf(list(config.allowedModels())),
                order);
    }

    boolean teeOnly(String provider) {
        return teeOnlyProviders.contains(provider);
    }

    private static Map<String, String> pairs(String[] entries, String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String entry : list(entries)) {
            int equals = entry.indexOf('=');
            if (equals > 0 && equals < entry.length() - 1) {
                pairs.put(
                        entry.substring(0, equals).strip(),
                        entry.substring(equals + 1).strip());
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} {1}: \"{2}\" is not of the form name=value",
                        ModelsFacade.PID,
                        key,
                        entry);
            }
        }
        return pairs;
    }

    private static List<String> list(String[] values) {
        return values == null
                ? List.of()
                : Stream.of(values)
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .toList();
    }

    private static @Nullable String blankToNull(String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
