package org.clawdbot.models.internal;

import java.math.BigDecimal;
import java.time.Duration;
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
 */
record FacadeSettings(
        ModelSelection selection,
        Set<String> teeOnlyProviders,
        Set<String> allowedModels,
        Map<String, List<String>> authOrder,
        CooldownRules cooldowns,
        Budget.Limits budget,
        Duration handover) {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);
    private static final int MAX_HOURS = 8760;
    private static final double MILLIS_PER_HOUR = 3_600_000;

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
                order,
                cooldowns(config),
                new Budget.Limits(
                        usd(config.budgetUsdPerDay(), "budgetUsdPerDay"),
                        usd(config.budgetUsdPerMonth(), "budgetUsdPerMonth")),
                Duration.ofSeconds(Math.max(0, config.handoverSeconds())));
    }

    private static CooldownRules cooldowns(ModelsFacade.Config config) {
        CooldownRules usual = CooldownRules.DEFAULT;
        Map<String, Duration> byProvider = new LinkedHashMap<>();
        pairs(config.billingBackoffHoursByProvider(), "billingBackoffHoursByProvider")
                .forEach((provider, hours) -> {
                    String key = "billingBackoffHoursByProvider";
                    Duration backoff = hours(number(hours, key), usual.billing(), key);
                    byProvider.put(provider.toLowerCase(Locale.ROOT), backoff);
                });
        return new CooldownRules(
                hours(config.billingBackoffHours(), usual.billing(), "billingBackoffHours"),
                byProvider,
                hours(config.billingMaxHours(), usual.billingLongest(), "billingMaxHours"),
                hours(config.failureWindowHours(), usual.memory(), "failureWindowHours"));
    }

    private static Duration hours(@Nullable Double hours, Duration usual, String key) {
        if (hours != null && hours > 0 && hours <= MAX_HOURS) {
            return Duration.ofMillis(Math.round(hours * MILLIS_PER_HOUR));
        }
        warn(key, hours, "a number of hours above 0 and up to " + MAX_HOURS);
        return usual;
    }

    private static @Nullable Double number(String text, String key) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            warn(key, text, "a number");
            return null;
        }
    }

    private static @Nullable BigDecimal usd(String text, String key) {
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
        warn(key, text, "an amount of US dollars; nothing may be spent until it is");
        return BigDecimal.ZERO;
    }

    private static void warn(String key, @Nullable Object value, String expected) {
        LOG.log(System.Logger.Level.WARNING, "{0} {1}: {2} is not {3}", ModelsFacade.PID, key, value, expected);
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
