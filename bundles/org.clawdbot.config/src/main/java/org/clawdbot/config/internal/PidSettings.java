package org.clawdbot.config.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns checked settings into properties per PID, by a table. Only what the user set is in the result. Every start waits for
 * it: that is why there are loops here, of which the JVM makes no classes as it does of lambdas.
 */
final class PidSettings {

    static final String MODELS = "org.clawdbot.models";
    private static final String PROVIDER = "org.clawdbot.";

    /** How a value of the file becomes a property. */
    private enum Form {
        TEXT,
        TEXTS,
        SECONDS,
        HEADERS,
        FILE
    }

    /** One line of the table: where a provider's setting goes. */
    private record Line(String concern, String property, Form form, List<String> path) {
        Line(String concern, String property, Form form, String... path) {
            this(concern, property, form, List.of(path));
        }
    }

    private static final List<Line> TABLE = List.of(
            new Line("auth.apikey", ".apiKey", Form.TEXT, "apiKey"),
            new Line("auth.apikey", "accountUrl", Form.TEXT, "accountUrl"),
            new Line("auth.apikey", "baseUrl", Form.TEXT, "baseUrl"),
            new Line("account", "accountUrl", Form.TEXT, "accountUrl"),
            new Line("account", "baseUrl", Form.TEXT, "baseUrl"),
            new Line("auth.oauth", "accountUrl", Form.TEXT, "accountUrl"),
            new Line("auth.oauth", "clientId", Form.TEXT, "oauth", "clientId"),
            new Line("auth.oauth", ".clientSecret", Form.TEXT, "oauth", "clientSecret"),
            new Line("auth.oauth", "redirectUri", Form.TEXT, "oauth", "redirectUri"),
            new Line("auth.oauth", "scopes", Form.TEXTS, "oauth", "scopes"),
            new Line("catalog", "accountUrl", Form.TEXT, "accountUrl"),
            new Line("catalog", "baseUrl", Form.TEXT, "baseUrl"),
            new Line("catalog.file", "file", Form.FILE, "catalog", "file"),
            new Line("completions", "baseUrl", Form.TEXT, "baseUrl"),
            new Line("completions", ".headers", Form.HEADERS, "headers"),
            new Line("completions", "connectSeconds", Form.SECONDS, "timeouts", "connectSeconds"),
            new Line("completions", "firstTokenSeconds", Form.SECONDS, "timeouts", "firstTokenSeconds"),
            new Line("completions", "idleSeconds", Form.SECONDS, "timeouts", "idleSeconds"),
            new Line("completions", "totalSeconds", Form.SECONDS, "timeouts", "totalSeconds"));

    private final Path folder;
    private final Map<String, Map<String, Object>> pids = new LinkedHashMap<>();

    private PidSettings(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the properties of every PID that gets any.
     *
     * @param settings values that fit the schema
     * @param folder the folder that relative paths start from
     */
    static Map<String, Map<String, Object>> of(Map<String, Object> settings, Path folder) {
        PidSettings result = new PidSettings(folder);
        result.models(settings);
        for (Map.Entry<String, Object> provider :
                child(settings, "models", "providers").entrySet()) {
            for (Line line : TABLE) {
                result.add(provider.getKey(), asMap(provider.getValue()), line);
            }
        }
        return result.pids;
    }

    private void add(String provider, Map<String, Object> settings, Line line) {
        Object value = settings;
        for (String key : line.path()) {
            value = asMap(value).get(key);
        }
        if (value != null) {
            put(PROVIDER + provider + "." + line.concern(), line.property(), convert(value, line.form()));
        }
    }

    private Object convert(Object value, Form form) {
        return switch (form) {
            case TEXT -> value;
            case TEXTS -> value instanceof String text ? text.strip().split("\\s+") : texts((Collection<?>) value);
            case SECONDS -> ((Number) value).intValue();
            case HEADERS ->
                asMap(value).entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .toArray(String[]::new);
            case FILE -> folder.resolve((String) value).normalize().toString();
        };
    }

    private void models(Map<String, Object> settings) {
        Map<String, Object> defaults = child(settings, "agents", "defaults");
        choice(asMap(defaults.get("model")), "defaultModel", "fallbacks");
        choice(asMap(defaults.get("imageModel")), "imageModel", "imageFallbacks");
        Map<String, Object> models = asMap(defaults.get("models"));
        List<String> aliases = new ArrayList<>();
        for (Map.Entry<String, Object> model : models.entrySet()) {
            Object alias = asMap(model.getValue()).get("alias");
            if (alias != null) {
                aliases.add(alias + "=" + model.getKey());
            }
        }
        put(MODELS, "aliases", texts(aliases));
        if (aliases.size() < models.size()) {
            // An entry that is more than an alias is a permission; a file that only gives short names forbids nothing.
            put(MODELS, "allowedModels", texts(models.keySet()));
        }

        List<String> teeOnly = new ArrayList<>();
        List<String> catalogs = new ArrayList<>();
        for (Map.Entry<String, Object> each :
                child(settings, "models", "providers").entrySet()) {
            String id = each.getKey();
            Map<String, Object> provider = asMap(each.getValue());
            if (Boolean.TRUE.equals(provider.get("teeOnly"))) {
                teeOnly.add(id);
            }
            Object catalog = provider.get("catalog");
            if (catalog != null) {
                String source = catalog instanceof Map ? "file" : "live";
                catalogs.add("(|(!(model.provider=" + id + "))(catalog.source=" + source + "))");
            }
        }
        put(MODELS, "teeOnlyProviders", texts(teeOnly));
        if (!catalogs.isEmpty()) {
            String all = String.join("", catalogs);
            put(MODELS, "catalog.target", catalogs.size() == 1 ? all : "(&" + all + ")");
        }
        List<String> authOrder = new ArrayList<>();
        for (Map.Entry<String, Object> order : child(settings, "auth", "order").entrySet()) {
            authOrder.add(order.getKey() + "=" + String.join(",", texts((Collection<?>) order.getValue())));
        }
        put(MODELS, "authOrder", texts(authOrder));
        cooldowns(child(settings, "auth", "cooldowns"));
        budget(asMap(settings.get("budget")));
    }

    private void cooldowns(Map<String, Object> cooldowns) {
        for (String key : List.of("billingBackoffHours", "billingMaxHours", "failureWindowHours")) {
            if (cooldowns.get(key) instanceof Number hours) {
                put(MODELS, key, hours.doubleValue());
            }
        }
        List<String> byProvider = new ArrayList<>();
        for (Map.Entry<String, Object> hours :
                asMap(cooldowns.get("billingBackoffHoursByProvider")).entrySet()) {
            byProvider.add(hours.getKey() + "=" + hours.getValue());
        }
        put(MODELS, "billingBackoffHoursByProvider", texts(byProvider));
    }

    /** As text, because dollars are exact. */
    private void budget(Map<String, Object> budget) {
        put(MODELS, "budgetUsdPerDay", Objects.toString(budget.get("usdPerDay"), null));
        put(MODELS, "budgetUsdPerMonth", Objects.toString(budget.get("usdPerMonth"), null));
    }

    private void choice(Map<String, Object> choice, String primary, String fallbacks) {
        put(MODELS, primary, choice.get("primary"));
        if (choice.get("fallbacks") instanceof Collection<?> references) {
            put(MODELS, fallbacks, texts(references));
        }
    }

    /** Takes no note of what is not set. */
    private void put(String pid, String property, @Nullable Object value) {
        if (value != null && !(value instanceof String[] texts && texts.length == 0)) {
            pids.computeIfAbsent(pid, key -> new LinkedHashMap<>()).put(property, value);
        }
    }

    private static String[] texts(Collection<?> values) {
        String[] texts = new String[values.size()];
        int count = 0;
        for (Object value : values) {
            texts[count++] = String.valueOf(value);
        }
        return texts;
    }

    private static Map<String, Object> child(Map<String, Object> settings, String outer, String inner) {
        return asMap(asMap(settings.get(outer)).get(inner));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(@Nullable Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }
}
