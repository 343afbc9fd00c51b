package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.FailedExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private static final ErrorDetails CHUTES = ErrorDetails.ofProvider("chutes");
    private static final String CAPACITY = "Infrastructure is at maximum capacity, try again later";

    private final RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(5));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            429 | Infrastructure is at maximum capacity, try again later           | true
            429 | no_targets                                                      | true
            429 | Rate limit exceeded. Try again later.                           | false
            429 | Free models limit reached for today - maintain >= $10 balance   | false
            402 | Subscription usage cap exceeded. Please add balance to continue.| false
            500 | exhausted all available targets to no avail                     | true
            502 | bad gateway                                                     | true
            503 | No instances available (yet) for chute_id='x'                   | true
            503 | This chute is currently disabled.                               | false
            504 | timed out                                                       | true
            525 | handshake failed                                                | false
            526 | invalid certificate                                             | false
            400 | Invalid request                                                 | false
            401 | Invalid token.                                                  | false
            404 | model not found: x                                              | false
            426 | This chute does not have TEE enabled.                           | false
            """)
    void triesAgainOnlyWhatPassesByItself(int status, String detail, boolean again) {
        assertThat(after(answered(status, detail, Map.of())).isPresent()).isEqualTo(again);
    }

    @Test
    void aBanIsTriedAgainOnlyWhenTheServerSaysWhen() {
        assertThat(after(answered(429, "Rate limit exceeded.", Map.of("Retry-After", "3"))))
                .contains(Duration.ofSeconds(3));
    }

    @Test
    void waitsAsLongAsTheServerAsksUnlessThatIsTooLong() {
        assertThat(after(answered(503, "No instances available", Map.of("Retry-After", "4"))))
                .contains(Duration.ofSeconds(4));
        assertThat(after(answered(503, "No instances available", Map.of("Retry-After", "6"))))
                .isEmpty();
    }

    @Test
    void theServerMayForbidIt() {
        FailedTry full = answered(429, CAPACITY, Map.of());

        assertThat(after(new FailedTry(full.error(), true, true))).isEmpty();
    }

    @Test
    void triesAgainWhatNeverReachedTheServerAndNothingThatMayHave() {
        assertThat(after(lost(new ConnectException("refused"), false))).isPresent();
        assertThat(after(lost(new IOException("unexpected end of stream"), true)))
                .isEmpty();
        assertThat(after(lost(new UnknownHostException("llm.example"), false))).isEmpty();
        assertThat(after(lost(new SSLHandshakeException("unknown certificate"), false)))
                .isEmpty();
    }

    @Test
    void pausesTwiceAsLongEachTimeAndNeverInStep() {
        FailedTry full = answered(429, CAPACITY, Map.of());
        RetryPolicy patient = new RetryPolicy(20, Duration.ofHours(1));

        assertThat(IntStream.range(0, 8).mapToLong(retries -> patient.pauseAfter(full, retries, Duration.ZERO, () -> 1)
                        .orElseThrow()
                        .toMillis()))
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 15_000L, 15_000L, 15_000L);
        assertThat(patient.pauseAfter(full, 0, Duration.ZERO, () -> 0)).contains(Duration.ofMillis(250));
    }

    @Test
    void givesUpAfterSoManyTriesAndAfterSoMuchWaiting() {
        FailedTry full = answered(429, CAPACITY, Map.of());

        assertThat(policy.pauseAfter(full, 2, Duration.ofSeconds(1), () -> 0)).isPresent();
        assertThat(policy.pauseAfter(full, 3, Duration.ofSeconds(1), () -> 0)).isEmpty();
        assertThat(policy.pauseAfter(full, 2, Duration.ofMillis(4_500), () -> 0))
                .isEmpty();
    }

    private Optional<Duration> after(FailedTry failed) {
        return policy.pauseAfter(failed, 0, Duration.ZERO, () -> 0.5);
    }

    private static FailedTry answered(int status, String detail, Map<String, String> headers) {
        return new FailedTry(
                ChutesErrors.of(new FailedExchange(status, "{\"detail\":\"" + detail + "\"}", headers::get), CHUTES),
                true,
                false);
    }

    private static FailedTry lost(IOException cause, boolean sent) {
        return new FailedTry(ChutesErrors.of(cause, "llm.example", CHUTES), sent, false);
    }
}
