package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.clawdbot.models.internal.FakeHost.HI;
import static org.clawdbot.models.internal.FakeHost.ask;
import static org.clawdbot.models.internal.FakeHost.full;
import static org.clawdbot.models.internal.FakeHost.setup;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.AllFailedException;
import org.clawdbot.api.error.BudgetExceededException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.api.usage.BudgetStatus;
import org.clawdbot.api.usage.UsageTotal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests used and cost, and what may be spent. */
class LedgerTest {

    @TempDir
    Path folder;

    private FakeHost host;
    private LocalDate today;

    @BeforeEach
    void start() {
        host = new FakeHost(folder).keys("chutes:one");
        today = LocalDate.ofInstant(host.clock.instant(), ZoneOffset.UTC);
    }

    @Test
    void addsUpWhatEachModelAndProfileUsed() {
        ModelsFacade facade = host.start("A");
        facade.stream(HI).result();
        facade.complete(HI);
        facade.complete(ask("B"));

        assertThat(facade.totals(today))
                .extracting(
                        UsageTotal::day,
                        UsageTotal::model,
                        UsageTotal::profileId,
                        UsageTotal::requests,
                        UsageTotal::unpriced,
                        total -> total.usage().output(),
                        total -> total.usd().toPlainString())
                .containsExactly(
                        tuple(today, "chutes/A", "chutes:one", 2L, 0L, 1_000_000L, "4"),
                        tuple(today, "chutes/B", "chutes:one", 1L, 0L, 500_000L, "2"));
    }

    @Test
    void totalsSurviveARestart() {
        ModelsFacade before = host.start("A");
        before.complete(HI);
        before.close();

        ModelsFacade after = host.start("A");
        after.complete(HI);

        assertThat(after.totals(today)).singleElement().satisfies(total -> {
            assertThat(total.requests()).isEqualTo(2);
            assertThat(total.usd()).isEqualByComparingTo("4");
        });
    }

    @Test
    void whatWasWrittenIsThereEvenIfTheProcessIsKilled() {
        host.start("A").complete(HI);
        host.writer.pass();

        assertThat(host.start("A").totals(today)).hasSize(1);
    }

    @Test
    void manyRequestsAreWrittenTogether() {
        ModelsFacade facade = host.start("A");
        for (int i = 0; i < 100; i++) {
            facade.complete(HI);
        }

        assertThat(host.writer.waiting)
                .as("one for the usage, one for the last use")
                .hasSize(2);
        host.writer.pass();
        assertThat(facade.totals(today)).singleElement().satisfies(total -> assertThat(total.requests())
                .isEqualTo(100));
    }

    @Test
    void processesThatWriteAtTheSameTimeLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int process = 0; process < 8; process++) {
                Ledger ledger = new Ledger(folder, new ManualLater(), host.clock);
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        ledger.add("chutes/A", "chutes:one", null, new Cost(new BigDecimal("0.1")));
                        ledger.flush();
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(new Ledger(folder, new ManualLater(), host.clock).since(today))
                .singleElement()
                .satisfies(total -> {
                    assertThat(total.requests()).isEqualTo(80);
                    assertThat(total.usd()).isEqualByComparingTo("8.0");
                });
    }

    @Test
    void daysAndMonthsAreApart() {
        ModelsFacade facade = host.start("A");
        facade.complete(HI);
        host.clock.turn(Duration.ofDays(1));
        facade.complete(HI);
        host.clock.turn(Duration.ofDays(40));
        facade.complete(HI);
        host.writer.pass();

        assertThat(facade.totals(today))
                .extracting(UsageTotal::day)
                .containsExactly(today, today.plusDays(1), today.plusDays(41));
        assertThat(facade.totals(today.plusDays(1))).hasSize(2);
        assertThat(facade.totals(today.plusDays(42))).isEmpty();
    }

    @Test
    void anUnknownPriceIsCountedAsUnknownAndNotAsNothing() {
        host.catalog.models.put(
                "E", ModelInfo.builder(new ModelReference("chutes", "E")).build());
        ModelsFacade facade = host.start("A");

        ChatResult result = facade.complete(ask("E"));

        assertThat(result.cost()).isNull();
        assertThat(facade.totals(today)).singleElement().satisfies(total -> {
            assertThat(total.requests()).isEqualTo(1);
            assertThat(total.unpriced()).isEqualTo(1);
            assertThat(total.usage().total()).isEqualTo(1_500_000);
            assertThat(total.usd()).isEqualByComparingTo("0");
        });
    }

    @Test
    void aReplyThatIsGivenUpCostsNobodyKnowsWhat() {
        ModelsFacade facade = host.start("A");
        ChatStream stream = facade.stream(HI);
        stream.iterator().next();
        stream.close();
        stream.close();

        assertThat(facade.totals(today)).singleElement().satisfies(total -> {
            assertThat(total.requests()).isEqualTo(1);
            assertThat(total.unpriced()).isEqualTo(1);
        });
    }

    @Test
    void aReplyThatBrokeCostsWhatTheProviderHadSaid() {
        ModelsFacade facade = host.start("A");
        ChatResult partial = ChatResult.builder("chutes/A")
                .usage(new Usage(1_000_000, 0, null, null, 1_000_000))
                .build();
        host.transport.breaks = () -> {
            throw new StreamBrokenException("cut-off", "cut off", partial, ErrorDetails.NONE, null);
        };

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> facade.stream(HI).result());

        assertThat(facade.totals(today)).singleElement().satisfies(total -> {
            assertThat(total.unpriced()).isZero();
            assertThat(total.usd()).isEqualByComparingTo("1");
        });
    }

    @Test
    void aTryThatFailedBeforeItsReplyCostsNothing() {
        ModelsFacade facade = host.fails(full()).start("A", "B");
        facade.complete(HI);

        assertThat(facade.totals(today)).extracting(UsageTotal::model).containsExactly("chutes/B");
    }

    @Test
    void aFileThatCannotBeUnderstoodIsSetAside() throws IOException {
        Path file = folder.resolve("usage").resolve(today.toString().substring(0, 7) + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "half of i");
        ModelsFacade facade = host.start("A");
        facade.complete(HI);
        host.writer.pass();

        assertThat(facade.totals(today)).hasSize(1);
        try (var files = Files.list(file.getParent())) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .anyMatch(name -> name.contains(".json.unreadable-"));
        }
    }

    @Test
    void withoutABudgetThereIsNoneToTellOf() {
        assertThat(host.start("A").budgets()).isEmpty();
    }

    @Test
    void aSpentBudgetStopsTheNextRequestBeforeItIsSent() {
        ModelsFacade facade = host.start(setup("A").usdPerDay("3"));
        facade.complete(HI);
        facade.complete(HI);
        host.transport.sent.clear();

        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> facade.stream(HI))
                .withMessageContaining("The budget of this day is spent: $4 of $3")
                .withMessageContaining("budget.usdPerDay in clawdbot.json")
                .withMessageContaining("budgetUsdPerDay of org.clawdbot.models")
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("budget");
                    assertThat(e.period()).isEqualTo("day");
                    assertThat(e.limit()).isEqualByComparingTo("3");
                    assertThat(e.spent()).isEqualByComparingTo("4");
                    assertThat(e.freesAt())
                            .isEqualTo(today.plusDays(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
                });
        assertThat(host.transport.sent).isEmpty();

        host.clock.turn(Duration.ofDays(1));
        assertThat(facade.complete(HI).text()).isEqualTo("Hello");
    }

    @Test
    void theBudgetOfAMonthOutlastsTheDay() {
        ModelsFacade facade = host.start(setup("A").usdPerMonth("3").usdPerDay("100"));
        facade.complete(HI);
        facade.complete(HI);
        host.clock.turn(Duration.ofDays(1));

        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> facade.complete(HI))
                .satisfies(e -> assertThat(e.period()).isEqualTo("month"));
        assertThat(facade.budgets())
                .extracting(BudgetStatus::period, status -> status.spent().toPlainString(), BudgetStatus::exhausted)
                .containsExactly(tuple("day", "0", false), tuple("month", "4", true));
    }

    @Test
    void whatAnotherProcessSpentCountsToo() {
        ModelsFacade one = host.start(setup("A").usdPerDay("1"));
        ModelsFacade other = host.start(setup("A").usdPerDay("1"));
        one.complete(HI);
        host.writer.pass();

        assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> other.complete(HI));
    }

    @Test
    void aFileThatWasWrittenJustNowIsNotReadAgainForEachRequest() {
        ModelsFacade one = host.start(setup("A").usdPerDay("9"));
        ModelsFacade other = host.start(setup("A").usdPerDay("9"));
        one.complete(HI);
        host.writer.pass();
        assertThat(other.budgets().get(0).spent()).isEqualByComparingTo("2");

        one.complete(HI);
        host.writer.pass();
        assertThat(other.budgets().get(0).spent())
                .as("within a moment nobody looks again")
                .isEqualByComparingTo("2");
        host.clock.turn(Duration.ofMillis(10));
        assertThat(other.budgets().get(0).spent()).isEqualByComparingTo("4");
    }

    @Test
    void aModelThatIsFreeMayBeUsedWithoutBudgetEvenInPlaceOfTheDefault() {
        host.catalog.models.put(
                "F",
                ModelInfo.builder(new ModelReference("chutes", "F"))
                        .pricing(new ModelPricing(BigDecimal.ZERO, new BigDecimal("0.0"), null))
                        .build());
        ModelsFacade facade = host.start(setup("A", "F").usdPerDay("0"));

        assertThat(facade.complete(HI).requestedModel()).isEqualTo("chutes/F");
        assertThatExceptionOfType(BudgetExceededException.class)
                .as("one that the request names is not replaced")
                .isThrownBy(() -> facade.complete(ask("B")));
        assertThatExceptionOfType(AllFailedException.class)
                .isThrownBy(() -> host.start(setup("A", "B").usdPerDay("0")).complete(HI))
                .satisfies(e -> assertThat(e.failures()).allMatch(BudgetExceededException.class::isInstance));
    }

    @Test
    void aBudgetThatCannotCountARequestSaysSo() {
        host.catalog.models.put(
                "E", ModelInfo.builder(new ModelReference("chutes", "E")).build());

        ChatResult result = host.start(setup("A").usdPerDay("3")).complete(ask("E"));

        assertThat(result.notices()).extracting(ChatEvent.Notice::code).containsExactly("unpriced");
    }

    @Test
    void warnsOnceADayBeforeTheQuotaIsUsedUp() {
        ModelsFacade facade = host.start("A");
        host.transport.limits = new AccountLimits(300L, 239L, 61L, null);
        assertThat(facade.complete(HI).notices()).isEmpty();
        host.transport.limits = new AccountLimits(300L, 240L, 60L, null);

        List<ChatEvent> events = new ArrayList<>();
        facade.stream(HI).forEach(events::add);

        Instant midnight = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(events.get(events.size() - 2))
                .isEqualTo(new ChatEvent.Notice(
                        "quota-warning",
                        "240 of the 300 requests that the quota of chutes:one has a day are used; it starts anew at "
                                + midnight));
        assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(ChatEvent.Completed.class, end -> assertThat(
                        end.result().notices())
                .hasSize(1));
        assertThat(facade.complete(HI).notices()).as("the same day").isEmpty();
        host.clock.turn(Duration.ofDays(1));
        assertThat(facade.complete(HI).notices()).as("the next day").hasSize(1);
    }

    @Test
    void knowsAQuotaByWhatIsLeftOfIt() {
        LimitWatch watch = new LimitWatch(host.clock);

        assertThat(watch.look("chutes:one", new AccountLimits(300L, null, 60L, null)))
                .isPresent();
        assertThat(watch.look("chutes:two", new AccountLimits(0L, 0L, null, null)))
                .isEmpty();
        assertThat(watch.look("chutes:two", new AccountLimits(null, 5L, null, 60L)))
                .isEmpty();
        assertThat(watch.look("chutes:two", null)).isEmpty();
    }
}
