package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FacadeSettingsTest {

    @Test
    void withoutAnySettingTheSeedsDefaultModelIsUsed() {
        FacadeSettings settings = FacadeSettings.of(config(Map.of()));

        assertThat(settings.selection().defaultModel()).isEqualTo("chutes/zai-org/GLM-4.7-Flash");
        assertThat(settings.selection().fallbacks()).isEmpty();
        assertThat(settings.selection().imageModel()).isNull();
        assertThat(settings.selection().imageFallbacks()).isEmpty();
        assertThat(settings.selection().aliases()).isEmpty();
        assertThat(settings.teeOnlyProviders()).isEmpty();
        assertThat(settings.allowedModels()).isEmpty();
        assertThat(settings.authOrder()).isEmpty();
        assertThat(settings.cooldowns()).isEqualTo(CooldownRules.DEFAULT);
        assertThat(settings.budget()).isEqualTo(Budget.Limits.NONE);
        assertThat(settings.handover()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void readsHowLongWhatFailedRests() {
        FacadeSettings settings = FacadeSettings.of(config(Map.of(
                "billingBackoffHours", 2.5,
                "billingBackoffHoursByProvider", new String[] {"Chutes=1", "broken=soon"},
                "billingMaxHours", 12.0,
                "failureWindowHours", 48.0)));

        assertThat(settings.cooldowns())
                .isEqualTo(new CooldownRules(
                        Duration.ofMinutes(150),
                        Map.of("chutes", Duration.ofHours(1), "broken", Duration.ofHours(5)),
                        Duration.ofHours(12),
                        Duration.ofHours(48)));
    }

    @Test
    void hoursThatMakeNoSenseLeaveTheDefault() {
        FacadeSettings settings = FacadeSettings.of(
                config(Map.of("billingBackoffHours", -1.0, "billingMaxHours", Double.NaN, "failureWindowHours", 1e9)));

        assertThat(settings.cooldowns()).isEqualTo(CooldownRules.DEFAULT);
    }

    @Test
    void readsWhatMayBeSpent() {
        FacadeSettings settings =
                FacadeSettings.of(config(Map.of("budgetUsdPerDay", " 0.50 ", "budgetUsdPerMonth", "10")));

        assertThat(settings.budget()).isEqualTo(new Budget.Limits(new BigDecimal("0.50"), BigDecimal.TEN));
    }

    @Test
    void aBudgetThatIsNoAmountStopsEverythingInsteadOfNothing() {
        FacadeSettings settings =
                FacadeSettings.of(config(Map.of("budgetUsdPerDay", "ten", "budgetUsdPerMonth", "-1")));

        assertThat(settings.budget()).isEqualTo(new Budget.Limits(BigDecimal.ZERO, BigDecimal.ZERO));
    }

    @Test
    void namesEverySettingThatHasNoEffectByKeyAndValue() {
        FacadeSettings settings = FacadeSettings.of(config(Map.of(
                "budgetUsdPerDay",
                "ten",
                "billingBackoffHoursByProvider",
                new String[] {"chutes=soon", "other=-2"},
                "billingMaxHours",
                -1.0,
                "aliases",
                new String[] {"fast"})));

        assertThat(settings.problems())
                .containsExactlyInAnyOrder(
                        "org.clawdbot.models budgetUsdPerDay: \"ten\" is not an amount of US dollars; nothing may be spent"
                                + " until it is",
                        "org.clawdbot.models billingBackoffHoursByProvider: \"soon\" is not a number",
                        "org.clawdbot.models billingBackoffHoursByProvider: \"-2.0\" is not a number of hours above 0 and"
                                + " up to 8760",
                        "org.clawdbot.models billingMaxHours: \"-1.0\" is not a number of hours above 0 and up to 8760",
                        "org.clawdbot.models aliases: \"fast\" is not of the form name=value");
        assertThat(FacadeSettings.of(config(Map.of())).problems()).isEmpty();
    }

    @Test
    void readsHowLongAPartThatHasGoneIsWaitedFor() {
        assertThat(FacadeSettings.of(config(Map.of("handoverSeconds", 10))).handover())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(FacadeSettings.of(config(Map.of("handoverSeconds", -1))).handover())
                .isZero();
    }

    @Test
    void readsEverySetting() {
        FacadeSettings settings = FacadeSettings.of(config(Map.of(
                "defaultModel", " chutes/a ",
                "fallbacks", new String[] {"chutes/b", "", "chutes/c", "chutes/b"},
                "imageModel", "chutes/i",
                "imageFallbacks", new String[] {"chutes/j"},
                "aliases", new String[] {"fast = chutes/f", "broken", "=x", "y="},
                "allowedModels", new String[] {"chutes/a", " chutes/b "},
                "teeOnlyProviders", new String[] {"chutes"},
                "authOrder", new String[] {"chutes=chutes:a, chutes:b"})));

        assertThat(settings.selection().defaultModel()).isEqualTo("chutes/a");
        assertThat(settings.selection().fallbacks()).containsExactly("chutes/b", "chutes/c");
        assertThat(settings.selection().imageModel()).isEqualTo("chutes/i");
        assertThat(settings.selection().imageFallbacks()).containsExactly("chutes/j");
        assertThat(settings.selection().aliases()).containsExactly(Map.entry("fast", "chutes/f"));
        assertThat(settings.allowedModels()).containsExactlyInAnyOrder("chutes/a", "chutes/b");
        assertThat(settings.teeOnly("chutes")).isTrue();
        assertThat(settings.teeOnly("other")).isFalse();
        assertThat(settings.authOrder()).containsExactly(Map.entry("chutes", List.of("chutes:a", "chutes:b")));
    }

    /** An annotation with some members set and the others at their defaults, as the container makes them. */
    private static ModelsFacade.Config config(Map<String, Object> members) {
        return (ModelsFacade.Config) Proxy.newProxyInstance(
                ModelsFacade.Config.class.getClassLoader(),
                new Class<?>[] {ModelsFacade.Config.class, Annotation.class},
                (proxy, method, arguments) -> members.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
