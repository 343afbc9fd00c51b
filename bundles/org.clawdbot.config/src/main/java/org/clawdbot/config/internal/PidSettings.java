package org.clawdbot.config.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns checked settings into properties per PID, by a table. Only what the user set is in the result. */
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
        child(settings, "models", "providers")
                .forEach((id, provider) -> TABLE.forEach(line -> result.add(id, asMap(provider), line)));
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
            case TEXTS -> value instanceof String text ? text.strip().split("\\s+") : texts(value);
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
        models.forEach((reference, model) -> Optional.ofNullable(asMap(model).get("alias"))
                .ifPresent(alias -> aliases.add(alias + "=" + reference)));
        put(MODELS, "aliases", aliases.toArray(String[]::new));
        if (aliases.size() < models.size()) {
            // An entry that is more than an alias is a permission; a file that only gives short names forbids nothing.
            put(MODELS, "allowedModels", models.keySet().toArray(String[]::new));
        }

        List<String> teeOnly = new ArrayList<>();
        List<String> catalogs = new ArrayList<>();
        child(settings, "models", "providers").forEach((id, value) -> {
            Map<String, Object> provider = asMap(value);
            if (Boolean.TRUE.equals(provider.get("teeOnly"))) {
                teeOnly.add(id);
            }
            Object catalog = provider.get("catalog");
            if (catalog != null) {
                String source = catalog instanceof Map ? "file" : "live";
                catalogs.add("(|(!(model.provider=" + id + "))(catalog.source=" + source + "))");
            }
        });
        put(MODELS, "teeOnlyProviders", teeOnly.toArray(String[]::new));
        if (!catalogs.isEmpty()) {
            String all = String.join("", catalogs);
            put(MODELS, "catalog.target", catalogs.size() == 1 ? all : "(&" + all + ")");
        }
        put(
                MODELS,
                "authOrder",
                child(settings, "auth", "order").entrySet().stream()
                        .map(order -> order.getKey() + "=" + String.join(",", texts(order.getValue())))
                        .toArray(String[]::new));
        cooldowns(child(settings, "auth", "cooldowns"));
        budget(asMap(settings.get("budget")));
    }

    private void cooldowns(Map<String, Object> cooldowns) {
        List.of("billingBackoffHours", "billingMaxHours", "failureWindowHours")
                .forEach(key -> Optional.ofNullable(cooldowns.get(key))
                        .ifPresent(hours -> put(MODELS, key, ((Number) hours).doubleValue())));
        put(
                MODELS,
                "billingBackoffHoursByProvider",
                asMap(cooldowns.get("billingBackoffHoursByProvider")).entrySet().stream()
                        .map(hours -> hours.getKey() + "=" + hours.getValue())
                        .toArray(String[]::new));
    }

    /** As text, because dollars are exact. */
    private void budget(Map<String, Object> budget) {
        Optional.ofNullable(budget.get("usdPerDay"))
                .ifPresent(usd -> put(MODELS, "budgetUsdPerDay", String.valueOf(usd)));
        Optional.ofNullable(budget.get("usdPerMonth"))
                .ifPresent(usd -> put(MODELS, "budgetUsdPerMonth", String.valueOf(usd)));
    }

    private void choice(Map<String, Object> choice, String primary, String fallbacks) {
        Optional.ofNullable(choice.get("primary")).ifPresent(value -> put(MODELS, primary, value));
        Optional.ofNullable(choice.get("fallbacks")).ifPresent(value -> put(MODELS, fallbacks, texts(value)));
    }

    private void put(String pid, String property, Object value) {
        if (!(value instanceof String[] texts && texts.length == 0)) {
            pids.computeIfAbsent(pid, key -> new LinkedHashMap<>()).put(property, value);
        }
    }

    private static String[] texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toArray(String[]::new);
    }

    private static Map<String, Object> child(Map<String, Object> settings, String outer, String inner) {
        return asMap(asMap(settings.get(outer)).get(inner));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(@Nullable Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }
}
