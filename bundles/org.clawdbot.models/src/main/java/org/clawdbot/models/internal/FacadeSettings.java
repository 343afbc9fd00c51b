package org.clawdbot.models.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
 * @param cooldowns how long what failed rests
 * @param budget what may be spent
 * @param handover how long a part that has just gone is waited for
 * @param problems what of them cannot be used, each with its key and its value
 */
record FacadeSettings(
        ModelSelection selection,
        Set<String> teeOnlyProviders,
        Set<String> allowedModels,
        Map<String, List<String>> authOrder,
        CooldownRules cooldowns,
        Budget.Limits budget,
        Duration handover,
        List<String> problems) {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);
    private static final int MAX_HOURS = 8760;
    private static final double MILLIS_PER_HOUR = 3_600_000;

    static FacadeSettings of(ModelsFacade.Config config) {
        List<String> problems = new ArrayList<>();
        Map<String, List<String>> order = new LinkedHashMap<>();
        pairs(config.authOrder(), "authOrder", problems)
                .forEach((provider, ids) -> order.put(provider, list(ids.split(","))));
        FacadeSettings settings = new FacadeSettings(
                new ModelSelection(
                        blankToNull(config.defaultModel()),
                        list(config.fallbacks()),
                        blankToNull(config.imageModel()),
                        list(config.imageFallbacks()),
                        pairs(config.aliases(), "aliases", problems)),
                Set.copyOf(list(config.teeOnlyProviders())),
                Set.copyOf(list(config.allowedModels())),
                order,
                cooldowns(config, problems),
                new Budget.Limits(
                        usd(config.budgetUsdPerDay(), "budgetUsdPerDay", problems),
                        usd(config.budgetUsdPerMonth(), "budgetUsdPerMonth", problems)),
                Duration.ofSeconds(Math.max(0, config.handoverSeconds())),
                problems);
        problems.forEach(problem -> LOG.log(System.Logger.Level.WARNING, problem));
        return settings;
    }

    private static CooldownRules cooldowns(ModelsFacade.Config config, List<String> problems) {
        CooldownRules usual = CooldownRules.DEFAULT;
        Map<String, Duration> byProvider = new LinkedHashMap<>();
        pairs(config.billingBackoffHoursByProvider(), "billingBackoffHoursByProvider", problems)
                .forEach((provider, hours) -> {
                    String key = "billingBackoffHoursByProvider";
                    Double number = number(hours, key, problems);
                    Duration backoff = number == null ? usual.billing() : hours(number, usual.billing(), key, problems);
                    byProvider.put(provider.toLowerCase(Locale.ROOT), backoff);
                });
        return new CooldownRules(
                hours(config.billingBackoffHours(), usual.billing(), "billingBackoffHours", problems),
                byProvider,
                hours(config.billingMaxHours(), usual.billingLongest(), "billingMaxHours", problems),
                hours(config.failureWindowHours(), usual.memory(), "failureWindowHours", problems));
    }

    private static Duration hours(double hours, Duration usual, String key, List<String> problems) {
        if (hours > 0 && hours <= MAX_HOURS) {
            return Duration.ofMillis(Math.round(hours * MILLIS_PER_HOUR));
        }
        problems.add(problem(key, hours, "a number of hours above 0 and up to " + MAX_HOURS));
        return usual;
    }

    private static @Nullable Double number(String text, String key, List<String> problems) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            problems.add(problem(key, text, "a number"));
            return null;
        }
    }

    private static @Nullable BigDecimal usd(String text, String key, List<String> problems) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            BigDecimal usd = new BigDecimal(text.strip());
            if (usd.signum() >= 0) {
                return usd;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problems.add(problem(key, text, "an amount of US dollars; nothing may be spent until it is"));
        return BigDecimal.ZERO;
    }

    private static String problem(String key, Object value, String expected) {
        return ModelsFacade.PID + " " + key + ": \"" + value + "\" is not " + expected;
    }

    boolean teeOnly(String provider) {
        return teeOnlyProviders.contains(provider);
    }

    private static Map<String, String> pairs(String[] entries, String key, List<String> problems) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String entry : list(entries)) {
            int equals = entry.indexOf('=');
            if (equals > 0 && equals < entry.length() - 1) {
                pairs.put(
                        entry.substring(0, equals).strip(),
                        entry.substring(equals + 1).strip());
            } else {
                problems.add(problem(key, entry, "of the form name=value"));
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
