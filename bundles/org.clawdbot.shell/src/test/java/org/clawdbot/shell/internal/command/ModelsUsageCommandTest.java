package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.usage.BudgetStatus;
import org.clawdbot.api.usage.UsageLedger;
import org.clawdbot.api.usage.UsageTotal;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeModels;
import org.junit.jupiter.api.Test;

class ModelsUsageCommandTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

    private final FakeHost host = new FakeHost();
    private final List<UsageTotal> totals = new ArrayList<>();
    private final List<BudgetStatus> budgets = new ArrayList<>();
    private LocalDate asked;

    ModelsUsageCommandTest() {
        host.usage = new UsageLedger() {
            @Override
            public List<UsageTotal> totals(LocalDate since) {
                asked = since;
                return totals;
            }

            @Override
            public List<BudgetStatus> budgets() {
                return budgets;
            }
        };
    }

    @Test
    void showsWhatWasUsedSinceTheFirstOfTheMonth() {
        totals.add(total("chutes/a", 3, 0, "0.01234567"));
        totals.add(total("chutes/b", 2, 1, "0.5"));
        totals.add(total("chutes/c", 1, 1, "0"));

        assertThat(host.run("models", "usage")).isZero();

        assertThat(asked).isEqualTo(LocalDate.parse("2026-03-01"));
        assertThat(host.terminal.printed().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "Day Model Profile Requests Input Output USD",
                        "2026-03-01 chutes/a chutes:default 3 100 20 0.012346",
                        "2026-03-01 chutes/b chutes:default 2 100 20 0.500000+?",
                        "2026-03-01 chutes/c chutes:default 1 100 20 ?",
                        "Since 2026-03-01: $0.512346, without 2 requests whose cost is unknown");
    }

    @Test
    void showsHowMuchOfABudgetIsSpent() {
        budgets.add(new BudgetStatus("day", new BigDecimal("5"), new BigDecimal("5.2"), 1, MIDNIGHT));

        host.run("models", "usage");

        assertThat(host.terminal.printed())
                .isEqualTo("Nothing was used since 2026-03-01.\n"
                        + "Budget of this day: $5.200000 of $5, without 1 request whose cost is unknown; the next begins at "
                        + MIDNIGHT + ". Nothing more is sent until then\n");
    }

    @Test
    void theDocumentHasEverythingExactly() {
        totals.add(total("chutes/a", 3, 1, "0.01234567"));
        budgets.add(new BudgetStatus("day", new BigDecimal("5"), new BigDecimal("0.01234567"), 1, MIDNIGHT));

        assertThat(host.run("models", "usage", "--since", "2026-02-14", "--json"))
                .isZero();

        assertThat(asked).isEqualTo(LocalDate.parse("2026-02-14"));
        JsonNode document = host.document();
        assertThat(document.path("since").asText()).isEqualTo("2026-02-14");
        assertThat(document.path("usd").decimalValue()).isEqualByComparingTo("0.01234567");
        assertThat(document.path("unpriced").asInt()).isEqualTo(1);
        JsonNode total = document.path("totals").path(0);
        assertThat(total.path("model").asText()).isEqualTo("chutes/a");
        assertThat(total.path("profile").asText()).isEqualTo("chutes:default");
        assertThat(total.path("requests").asInt()).isEqualTo(3);
        assertThat(total.path("usage").path("cacheRead").isNull()).isTrue();
        assertThat(total.path("usage").path("total").asInt()).isEqualTo(120);
        JsonNode budget = document.path("budgets").path(0);
        assertThat(budget.path("period").asText()).isEqualTo("day");
        assertThat(budget.path("freesAt").asText()).isEqualTo(MIDNIGHT.toString());
    }

    @Test
    void aDayThatIsNoneIsWrongUsage() {
        assertThat(host.run("models", "usage", "--since", "yesterday")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("--since 2026-03-01");
    }

    @Test
    void withoutWhoKnowsItSaysWhichPartIsMissing() {
        host.usage = null;

        assertThat(host.run("models", "usage")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("UsageLedger");
    }

    @Test
    void showsWhatRests() {
        Instant now = FakeHost.CLOCK.instant();
        host.models.cooldowns.add(
                new Cooldown(ErrorSubject.MODEL, "chutes/a", "capacity", now.plusSeconds(5), now.plusSeconds(60)));
        host.models.cooldowns.add(
                new Cooldown(ErrorSubject.CREDENTIAL, "chutes:default", "quota", now, now.plusSeconds(7200)));

        host.run("models", "cooldowns", "list");

        assertThat(host.terminal.printed().lines())
                .containsExactly(
                        "chutes/a: capacity; not asked until " + now.plusSeconds(5) + ", others go first until "
                                + now.plusSeconds(60),
                        "chutes:default: quota; others go first until " + now.plusSeconds(7200));
    }

    @Test
    void theDocumentSaysWhetherAModelOrAProfileRests() {
        Instant now = FakeModels.FETCHED;
        host.models.cooldowns.add(new Cooldown(ErrorSubject.MODEL, "chutes/a", "cold", now, now));

        host.run("models", "cooldowns", "list", "--json");

        assertThat(host.document().path("cooldowns").path(0).path("kind").asText())
                .isEqualTo("model");
        assertThat(host.document().path("cooldowns").path(0).path("reason").asText())
                .isEqualTo("cold");
    }

    @Test
    void clearingEndsAllRests() {
        Instant now = FakeModels.FETCHED;
        host.models.cooldowns.add(new Cooldown(ErrorSubject.MODEL, "chutes/a", "cold", now, now));

        host.run("models", "cooldowns", "clear");
        host.run("models", "cooldowns", "list");

        assertThat(host.terminal.printed()).isEqualTo("Whatever rested may be asked again.\nNothing rests.\n");
    }

    private static UsageTotal total(String model, long requests, long unpriced, String usd) {
        return new UsageTotal(
                LocalDate.parse("2026-03-01"),
                model,
                "chutes:default",
                requests,
                unpriced,
                new Usage(100, 20, null, null, 120),
                new BigDecimal(usd));
    }
}
