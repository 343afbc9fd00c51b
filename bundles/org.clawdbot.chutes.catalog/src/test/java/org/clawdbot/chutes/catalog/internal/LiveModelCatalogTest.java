package org.clawdbot.chutes.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;

class LiveModelCatalogTest extends LiveFixture {

    @Test
    void servesAnOldListAtOnceWhileOneFetchBringsTheNext() throws Exception {
        LiveModelCatalog catalog = catalog();
        Ear ear = new Ear(catalog);
        CatalogSnapshot first = catalog.current();
        assertThat(ear.next()).as("the first list comes by itself, too").isSameAs(first);
        clock.turn(Duration.ofSeconds(299));
        assertThat(catalog.current()).isSameAs(first);
        assertThat(fetches()).isEqualTo(1);

        clock.turn(Duration.ofSeconds(2));
        chutes.models("[{\"id\":\"new\"}]");
        answer(Behaviour.normal().with(Setting.DELAY_MILLIS, 300));
        CatalogSnapshot old = catalog.current();
        CatalogSnapshot again = catalog.current();

        assertThat(old.models()).isEqualTo(first.models());
        assertThat(old.stale()).isTrue();
        assertThat(old.problem()).isNull();
        assertThat(again).isSameAs(old);
        assertThat(ear.next().models()).containsOnlyKeys("new");
        assertThat(catalog.current().models()).containsOnlyKeys("new");
        assertThat(catalog.current().stale()).isFalse();
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void callersWhoKnowNothingShareOneFetch() throws Exception {
        answer(Behaviour.normal().with(Setting.DELAY_MILLIS, 300));
        LiveModelCatalog catalog = catalog();
        ExecutorService executor = Executors.newFixedThreadPool(16);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<CatalogSnapshot>> callers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                boolean refresh = i % 4 == 0;
                callers.add(executor.submit(() -> {
                    start.await();
                    return refresh ? catalog.refresh() : catalog.current();
                }));
            }
            start.countDown();
            for (Future<CatalogSnapshot> caller : callers) {
                assertThat(caller.get().models()).isNotEmpty();
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    void aListFromTheFutureIsNotFresh() {
        LiveModelCatalog catalog = catalog();
        catalog.current();

        clock.turn(Duration.ofDays(-2));

        assertThat(catalog.current().stale()).isTrue();
        assertThat(catalog.refresh().fetchedAt()).isEqualTo(clock.instant());
        assertThat(catalog.current().stale()).isFalse();
    }

    @Test
    void aClockThatGoesBackDoesNotProlongTheRestAfterAFailure() {
        answer(Behaviour.error(503, "down"));
        LiveModelCatalog catalog = catalog();
        catalog.current();
        clock.turn(Duration.ofDays(-2));
        answer(Behaviour.normal());

        assertThat(catalog.current().source()).isEqualTo("live");
    }

    @Test
    void anotherProcessUsesTheListKeptOnDiskWhileItIsFresh() {
        CatalogSnapshot first = catalog().current();
        clock.turn(Duration.ofSeconds(60));

        CatalogSnapshot second = catalog().current();

        assertThat(second).isEqualTo(first);
        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    void aNewProcessWaitsForANewerListThanTheOneItFinds() {
        catalog().current();
        clock.turn(Duration.ofDays(1));
        chutes.models("[{\"id\":\"new\"}]");

        CatalogSnapshot list = catalog().current();

        assertThat(list.models()).containsOnlyKeys("new");
        assertThat(list.stale()).isFalse();
    }

    @Test
    void aNewProcessKnowsTheListOfTheOneBeforeWithoutAsking() {
        assertThat(catalog().known()).isEmpty();
        CatalogSnapshot first = catalog().current();
        assertThat(catalog().known()).contains(first);
        clock.turn(Duration.ofDays(1));
        chutes.models("[{\"id\":\"new\"}]");
        long fetches = fetches();

        LiveModelCatalog catalog = catalog();
        CatalogSnapshot known = catalog.known().orElseThrow();

        assertThat(known.models()).isEqualTo(first.models());
        assertThat(known.stale()).isTrue();
        assertThat(fetches()).isEqualTo(fetches);
        assertThat(catalog.refresh().models()).containsOnlyKeys("new");
    }

    @Test
    void aNewProcessDoesNotWaitLong() throws Exception {
        CatalogSnapshot first = catalog().current();
        clock.turn(Duration.ofDays(1));
        chutes.models("[{\"id\":\"new\"}]");
        answer(Behaviour.normal().with(Setting.DELAY_MILLIS, 500));
        LiveModelCatalog catalog = catalog(chutes.baseUrl().toString(), Duration.ofMillis(50));
        Ear ear = new Ear(catalog);

        CatalogSnapshot old = catalog.current();

        assertThat(old.models()).isEqualTo(first.models());
        assertThat(old.stale()).isTrue();
        assertThat(old.problem()).contains("still on its way");
        assertThat(ear.next().models()).containsOnlyKeys("new");
    }

    @Test
    void theKeptListIsPrivateAndUsedOfflineWithItsAge() throws IOException {
        Instant fetched = catalog().current().fetchedAt();
        chutes.close();
        clock.turn(Duration.ofDays(3));

        CatalogSnapshot offline = catalog().current();

        assertThat(offline.source()).isEqualTo("live");
        assertThat(offline.fetchedAt()).isEqualTo(fetched);
        assertThat(offline.stale()).isTrue();
        assertThat(offline.problem()).contains("127.0.0.1");
        assertThat(offline.models()).isNotEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rw-------");
    }

    @Test
    void aListThatStaysTheSameIsKeptAnewOnceAMinute() throws IOException {
        LiveModelCatalog catalog = catalog();
        catalog.refresh();
        String kept = Files.readString(cache);

        clock.turn(Duration.ofSeconds(59));
        catalog.refresh();
        assertThat(cache).hasContent(kept);

        clock.turn(Duration.ofSeconds(1));
        catalog.refresh();
        String later = Files.readString(cache);
        assertThat(later).isNotEqualTo(kept);

        Files.delete(cache);
        catalog.refresh();
        assertThat(cache).hasContent(later);

        answer(Behaviour.body(200, "{\"data\": [{\"id\": \"a/b\"}]}"));
        catalog.refresh();
        assertThat(cache).content().contains("a/b");
    }

    @Test
    void theListOfAnotherServerIsNotUsed() {
        catalog().current();

        LiveModelCatalog elsewhere = catalog("http://127.0.0.1:1/v1", Duration.ofSeconds(5));

        assertThat(elsewhere.current().source()).isEqualTo("built-in");
    }

    @Test
    void aBrokenFileIsAsGoodAsNone() throws IOException {
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, "{\"baseUrl\":");

        assertThat(catalog().current().models()).isNotEmpty();
        assertThat(catalog().current().models()).isNotEmpty();
        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    void asksOnlyWhetherTheListIsStillTheSameWhereTheServerCanTell() throws Exception {
        answer(Behaviour.normal().with(Setting.ETAG, true));
        CatalogSnapshot first = catalog().current();
        clock.turn(Duration.ofDays(1));

        LiveModelCatalog later = catalog();
        Ear ear = new Ear(later);
        CatalogSnapshot confirmed = later.current();

        assertThat(chutes.requests("/v1/models").get(0).header("If-None-Match")).isEmpty();
        assertThat(chutes.requests("/v1/models").get(1).header("If-None-Match")).isPresent();
        assertThat(confirmed.models()).isEqualTo(first.models());
        assertThat(confirmed.stale()).isFalse();
        assertThat(confirmed.fetchedAt()).isEqualTo(clock.instant());
        assertThat(ear.heardNothing()).as("it is not a new list").isTrue();
        assertThat(catalog().current()).as("on disk as well").isEqualTo(confirmed);
        assertThat(fetches()).isEqualTo(2);

        chutes.models("[{\"id\":\"new\"}]");
        assertThat(later.refresh().models()).containsOnlyKeys("new");
        clock.turn(Duration.ofDays(1));
        assertThat(later.refresh().models()).containsOnlyKeys("new");
    }

    @Test
    void aTimeOfTheLastChangeIsAValidatorToo() {
        String time = "Sat, 22 Aug 2026 09:00:00 GMT";
        answer(Behaviour.normal().withHeader("Last-Modified", time));
        LiveModelCatalog catalog = catalog();
        catalog.current();

        catalog.refresh();

        assertThat(chutes.requests("/v1/models").get(1).header("If-Modified-Since"))
                .hasValue(time);
    }

    @Test
    void anUnaskedForNothingChangedIsNoList() {
        answer(Behaviour.empty(304));

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(catalog()::refresh)
                .satisfies(e -> assertThat(e.code()).isEqualTo("redirect"));
    }

    @Test
    void afterAFailureItRestsBeforeAskingAgain() throws Exception {
        LiveModelCatalog catalog = catalog();
        catalog.current();
        answer(Behaviour.error(503, "down"));
        assertThatExceptionOfType(ModelException.class).isThrownBy(catalog::refresh);
        clock.turn(Duration.ofSeconds(14));

        CatalogSnapshot old = catalog.current();
        assertThat(old.stale()).isTrue();
        assertThat(old.problem()).contains("503");
        assertThat(fetches()).isEqualTo(2);

        Ear ear = new Ear(catalog);
        clock.turn(Duration.ofSeconds(2));
        chutes.scenario(Scenario.normal());
        chutes.models("[{\"id\":\"new\"}]");
        assertThat(catalog.current().problem()).contains("503");
        assertThat(ear.next().models()).containsOnlyKeys("new");
        assertThat(catalog.current().problem()).isNull();
        assertThat(fetches()).isEqualTo(3);
    }

    @Test
    void aCallerWhoGaveUpSaysNothingAboutTheSource() {
        LiveModelCatalog catalog = catalog();
        catalog.current();
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(RequestCancelledException.class).isThrownBy(catalog::refresh);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(catalog.current().problem()).isNull();
    }

    @Test
    void whatIsNotBuiltInIsNotSaidToBeMissing() {
        answer(Behaviour.error(500, "oops"));
        LiveModelCatalog catalog = catalog();

        assertThat(catalog.find("Qwen/Qwen3-32B-TEE")).isPresent();
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> catalog.find("zai-org/GLM-4.7-Flash"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("server-error"));
    }

    @Test
    void theBuiltInListSaysWhatItIsAndClaimsNothingThatMayHaveChanged() {
        answer(Behaviour.error(500, "oops"));

        CatalogSnapshot list = catalog().current();

        assertThat(list.source()).isEqualTo("built-in");
        assertThat(list.stale()).isTrue();
        assertThat(list.problem()).contains("status 500", "built in");
        assertThat(list.fetchedAt()).isBefore(clock.instant());
        assertThat(list.skippedRows()).isZero();
        assertThat(list.list()).hasSizeBetween(3, 10).allSatisfy(model -> {
            assertThat(model.tee()).isNull();
            assertThat(model.pricing().input()).isNull();
            assertThat(model.contextWindow()).isPositive();
        });
    }

    @Test
    void closingBreaksOffWhatRunsAndLeavesNoThread() throws Exception {
        LiveModelCatalog earlier = catalog();
        earlier.current();
        earlier.close();
        clock.turn(Duration.ofDays(1));
        answer(Behaviour.normal().with(Setting.HANG, true));
        LiveModelCatalog catalog = catalog(chutes.baseUrl().toString(), Duration.ofMillis(1), Duration.ofMinutes(10));
        catalog.current();
        chutes.awaitRequests(2, Duration.ofSeconds(30));

        catalog.close();

        for (Thread each : threads()) {
            each.join(1_000);
        }
        assertThat(threads()).isEmpty();
        assertThat(catalog.current().models()).isNotEmpty();
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(catalog::refresh)
                .satisfies(e -> assertThat(e.code()).isEqualTo("stopped"));
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("chutes-catalog"))
                .toList();
    }

    @Test
    void anAddressThatIsNoUrlIsReportedByName() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(
                        () -> catalog("llm.chutes.ai", Duration.ofSeconds(5)).refresh())
                .withMessageContaining("baseUrl");
    }
}
