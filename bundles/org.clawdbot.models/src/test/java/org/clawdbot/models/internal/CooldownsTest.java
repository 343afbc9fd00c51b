package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.testkit.TurnableClock;
import org.junit.jupiter.api.Test;

class CooldownsTest {

    private static final ModelReference MODEL = new ModelReference("chutes", "a");
    private static final String KEY = "chutes:default";

    private final TurnableClock clock = new TurnableClock();
    private final Instant start = clock.instant();
    private final Cooldowns cooldowns = new Cooldowns(clock);

    @Test
    void aFullModelRestsAndTheCredentialDoesNot() {
        cooldowns.failed(MODEL, KEY, full(null));

        assertThat(cooldowns.of(MODEL)).hasValue(start.plusSeconds(60));
        assertThat(cooldowns.ofProfile(KEY)).isEmpty();
        assertThat(cooldowns.of(new ModelReference("chutes", "b"))).isEmpty();
    }

    @Test
    void aCredentialOutOfQuotaRestsUntilTheServerSaysAndTheModelDoesNot() {
        Instant reset = start.plus(Duration.ofHours(15));
        cooldowns.failed(MODEL, KEY, new QuotaExceededException("used up", reset, ErrorDetails.NONE));

        assertThat(cooldowns.ofProfile(KEY)).hasValue(reset);
        assertThat(cooldowns.of(MODEL)).isEmpty();
    }

    @Test
    void whatTheServerAsksForGoesBeforeTheSchedule() {
        cooldowns.failed(MODEL, KEY, full(Duration.ofSeconds(7)));

        assertThat(cooldowns.of(MODEL)).hasValue(start.plusSeconds(7));
    }

    @Test
    void restsGrowAsInTheOriginal() {
        assertThat(minutes(
                        IntStream.rangeClosed(1, 5).mapToObj(Cooldowns::passing).toList()))
                .containsExactly(1L, 5L, 25L, 60L, 60L);
        assertThat(minutes(IntStream.rangeClosed(1, 5)
                        .mapToObj(Cooldowns::withoutMoney)
                        .toList()))
                .containsExactly(300L, 600L, 1200L, 1440L, 1440L);
    }

    @Test
    void aRestEndsByItselfAndWithASuccess() {
        cooldowns.failed(MODEL, KEY, full(null));
        clock.turn(Duration.ofSeconds(60));
        assertThat(cooldowns.of(MODEL)).isEmpty();

        cooldowns.failed(MODEL, KEY, full(null));
        assertThat(cooldowns.of(MODEL))
                .as("the second in a row")
                .hasValue(clock.instant().plusSeconds(300));

        cooldowns.succeeded(MODEL, KEY);
        assertThat(cooldowns.of(MODEL)).isEmpty();
        cooldowns.failed(MODEL, KEY, full(null));
        assertThat(cooldowns.of(MODEL))
                .as("the first again")
                .hasValue(clock.instant().plusSeconds(60));
    }

    @Test
    void aFailureOfTheDayBeforeIsForgotten() {
        cooldowns.failed(MODEL, KEY, full(null));
        clock.turn(Cooldowns.MEMORY.plusSeconds(1));

        cooldowns.failed(MODEL, KEY, full(null));

        assertThat(cooldowns.of(MODEL)).hasValue(clock.instant().plusSeconds(60));
    }

    @Test
    void otherFailuresRestNothing() {
        List<ModelException> failures = List.of(
                new ProviderUnavailableException("dns", "no such host", ErrorDetails.NONE, null),
                new RequestRejectedException("invalid-request", "no", ErrorDetails.NONE, null),
                new RequestCancelledException("enough", ErrorDetails.NONE, null));

        failures.forEach(failure -> cooldowns.failed(MODEL, KEY, failure));

        assertThat(cooldowns.of(MODEL)).isEmpty();
        assertThat(cooldowns.ofProfile(KEY)).isEmpty();
    }

    private static List<Long> minutes(List<Duration> durations) {
        return durations.stream().map(Duration::toMinutes).toList();
    }

    private static ModelException full(Duration retryAfter) {
        return new ModelUnavailableException(
                "capacity", "full", ErrorDetails.NONE.withAnswer(429, null, retryAfter), null);
    }
}
