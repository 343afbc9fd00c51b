package org.clawdbot.models.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clawdbot.api.chat.ModelSelection;

/** Settings as a user would make them; the seed's default model unless said otherwise. */
final class Setup {

    private String defaultModel = "chutes/zai-org/GLM-4.7-Flash";
    private List<String> fallbacks = List.of();
    private String imageModel;
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private Set<String> teeOnly = Set.of();
    private Set<String> allowed = Set.of();
    private List<String> order = List.of();
    private BigDecimal perDay;
    private BigDecimal perMonth;
    private Duration handover = Duration.ZERO;
    private List<String> problems = List.of();

    Setup defaultModel(String reference) {
        defaultModel = reference;
        return this;
    }

    Setup fallbacks(String... references) {
        fallbacks = List.of(references);
        return this;
    }

    Setup imageModel(String reference) {
        imageModel = reference;
        return this;
    }

    Setup alias(String alias, String reference) {
        aliases.put(alias, reference);
        return this;
    }

    Setup teeOnly() {
        teeOnly = Set.of("chutes");
        return this;
    }

    Setup allowed(String... references) {
        allowed = Set.of(references);
        return this;
    }

    Setup order(String... profiles) {
        order = List.of(profiles);
        return this;
    }

    Setup usdPerDay(String usd) {
        perDay = new BigDecimal(usd);
        return this;
    }

    Setup usdPerMonth(String usd) {
        perMonth = new BigDecimal(usd);
        return this;
    }

    Setup problem(String problem) {
        problems = List.of(problem);
        return this;
    }

    Setup handover(Duration time) {
        handover = time;
        return this;
    }

    FacadeSettings settings() {
        return new FacadeSettings(
                new ModelSelection(defaultModel, fallbacks, imageModel, List.of(), aliases),
                teeOnly,
                allowed,
                order.isEmpty() ? Map.of() : Map.of("chutes", order),
                CooldownRules.DEFAULT,
                new Budget.Limits(perDay, perMonth),
                handover,
                problems);
    }
}
