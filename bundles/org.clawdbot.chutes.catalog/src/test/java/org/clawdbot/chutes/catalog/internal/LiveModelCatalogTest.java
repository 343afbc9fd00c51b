package org.clawdbot.chutes.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.testkit.TurnableClock;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LiveModelCatalogTest {

    @TempDir
    Path folder;

    private final TurnableClock clock = new TurnableClock();
    private ChutesSimulator chutes;
    private Path cache;

    @BeforeEach
    void startChutes() throws Exception {
        chutes = ChutesSimulator.start();
        cache = folder.resolve("catalog/chutes.json");
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void asksOnceWhileTheListIsFreshAndAgainAfterwards() {
        LiveModelCatalog catalog = catalog();

        catalog.current();
        clock.turn(Duration.ofSeconds(299));
        catalog.current();
        assertThat(fetches()).isEqualTo(1);

        clock.turn(Duration.ofSeconds(2));
        assertThat(catalog.current().stale()).isFalse();
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void sendsNoCredential() {
        catalog().current();

        assertThat(chutes.requests().get(0).header("Authorization")).isEmpty();
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
    void theKeptListIsPrivateAndUsedOfflineWithItsAge() throws IOException {
        Instant fetched = catalog().current().fetchedAt();
        chutes.close();
        clock.turn(Duration.ofDays(3));

        CatalogSnapshot offline = catalog().current();

        assertThat(offline.fetchedAt()).isEqualTo(fetched);
        assertThat(offline.stale()).isTrue();
        assertThat(offline.problem()).contains("127.0.0.1");
        assertThat(offline.models()).isNotEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rw-------");
    }

    @Test
    void theListOfAnotherServerIsNotUsed() {
        catalog().current();
        chutes.close();

        LiveModelCatalog elsewhere = catalog("http://127.0.0.1:1/v1");

        assertThatExceptionOfType(ModelException.class).isThrownBy(elsewhere::current);
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
    void afterAFailureItRestsBeforeAskingAgain() {
        LiveModelCatalog catalog = catalog();
        catalog.current();
        clock.turn(Duration.ofSeconds(301));
        chutes.scenario(Scenario.of(Rule.always(Behaviour.error(503, "down"))));

        catalog.current();
        catalog.current();
        assertThat(fetches()).isEqualTo(2);

        clock.turn(Duration.ofSeconds(16));
        chutes.scenario(Scenario.normal());
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

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                Arguments.of(Behaviour.html(429, "<html>Too Many Requests</html>"), "ingress-limit"),
                Arguments.of(Behaviour.error(401, "Invalid token."), "credential-refused"),
                Arguments.of(Behaviour.error(500, "oops"), "server-error"),
                Arguments.of(Behaviour.html(200, "<html>captive portal</html>"), "bad-answer"),
                Arguments.of(Behaviour.html(200, "{\"data\":[{\"id\":\"ha"), "bad-answer"),
                Arguments.of(Behaviour.html(200, "{\"data\":17}"), "bad-answer"),
                Arguments.of(Behaviour.empty(200), "bad-answer"));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void saysWhatIsWrongWithABadAnswer(Behaviour behaviour, String code) {
        chutes.scenario(Scenario.of(Rule.always(behaviour)));

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> catalog().current())
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() {
        chutes.scenario(Scenario.of(Rule.always(Behaviour.normal().withDelays(Duration.ofSeconds(30), Duration.ZERO))));
        LiveModelCatalog catalog = new LiveModelCatalog(
                new ModelListClient(OkHttpClient::new, endpoint(chutes.baseUrl().toString()), Duration.ofMillis(200)),
                cache,
                Duration.ofSeconds(300),
                clock);

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(catalog::current)
                .satisfies(e -> assertThat(e.code()).isEqualTo("timeout"));
    }

    @Test
    void anAddressThatIsNoUrlIsReportedByName() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> catalog("llm.chutes.ai").current())
                .withMessageContaining("baseUrl");
    }

    private long fetches() {
        return chutes.requests("/v1/models").size();
    }

    private LiveModelCatalog catalog() {
        return catalog(chutes.baseUrl().toString());
    }

    private LiveModelCatalog catalog(String baseUrl) {
        return new LiveModelCatalog(
                new ModelListClient(OkHttpClient::new, endpoint(baseUrl), Duration.ofSeconds(5)),
                cache,
                Duration.ofSeconds(300),
                clock);
    }

    private static Endpoint endpoint(String baseUrl) {
        return Endpoint.of(baseUrl, Endpoint.INFERENCE, "baseUrl");
    }
}
