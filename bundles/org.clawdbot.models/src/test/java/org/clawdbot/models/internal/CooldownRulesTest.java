package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.SignInRequiredException;
import org.junit.jupiter.api.Test;

class CooldownRulesTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final CooldownRules rules = CooldownRules.DEFAULT;

    @Test
    void restsGrowAsInTheOriginal() {
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(CooldownRules::passing).map(Duration::toMinutes))
                .containsExactly(1L, 5L, 25L, 60L, 60L);
        assertThat(IntStream.rangeClosed(1, 5)
                        .mapToObj(count -> rules.withoutMoney(count, "chutes"))
                        .map(Duration::toHours))
                .containsExactly(5L, 10L, 20L, 24L, 24L);
    }

    @Test
    void theFirstRestWithoutMoneyCanBeSetForAProviderInAnyCase() {
        CooldownRules own = new CooldownRules(
                Duration.ofHours(5), Map.of("chutes", Duration.ofHours(1)), Duration.ofHours(3), Duration.ofHours(24));

        assertThat(own.withoutMoney(1, "Chutes")).isEqualTo(Duration.ofHours(1));
        assertThat(own.withoutMoney(5, "chutes")).isEqualTo(Duration.ofHours(3));
        assertThat(own.withoutMoney(1, "other")).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void othersGoFirstForAMinuteButNobodyHasToWaitThatLong() {
        ProfileUsage usage = rules.afterFailure(ProfileUsage.NONE, "chutes", full(null), START);

        assertThat(usage.cooldownUntil()).isEqualTo(START.plusSeconds(60));
        assertThat(usage.retryAt()).isEqualTo(START.plusSeconds(5));
        assertThat(usage.errorCount()).isEqualTo(1);
        assertThat(usage.failureCounts()).containsExactly(Map.entry("capacity", 1));
        assertThat(usage.lastFailure()).isEqualTo("capacity");
        assertThat(usage.lastFailureAt()).isEqualTo(START);
    }

    @Test
    void thePauseInWhichNothingIsSentGrowsToAMinute() {
        ProfileUsage usage = ProfileUsage.NONE;
        Instant now = START;
        for (long seconds : new long[] {5, 10, 20, 40, 60, 60}) {
            usage = rules.afterFailure(usage, "chutes", full(null), now);
            assertThat(usage.retryAt()).isEqualTo(now.plusSeconds(seconds));
            now = usage.retryAt();
        }
    }

    @Test
    void whatTheServerAsksForGoesBeforeTheSchedule() {
        ProfileUsage usage = rules.afterFailure(ProfileUsage.NONE, "chutes", full(Duration.ofSeconds(7)), START);

        assertThat(usage.cooldownUntil()).isEqualTo(START.plusSeconds(7));
        assertThat(usage.retryAt()).isEqualTo(START.plusSeconds(7));
    }

    @Test
    void failuresOfRequestsThatWereUnderWayAlreadyTellNothingNew() {
        ProfileUsage once = rules.afterFailure(ProfileUsage.NONE, "chutes", full(null), START);

        assertThat(rules.afterFailure(once, "chutes", full(null), START)).isEqualTo(once);
        assertThat(rules.afterFailure(once, "chutes", full(null), START.plusSeconds(4)))
                .isEqualTo(once);
        assertThat(rules.afterFailure(once, "chutes", full(null), START.plusSeconds(5))
                        .errorCount())
                .isEqualTo(2);
    }

    @Test
    void aUsedUpQuotaGoesBeforeAPauseOfAnotherKind() {
        ProfileUsage limited = rules.afterFailure(ProfileUsage.NONE, "chutes", rateLimit("rate-limit"), START);

        ProfileUsage usage = rules.afterFailure(limited, "chutes", quota(START.plusSeconds(600)), START);

        assertThat(usage.disabledUntil()).isEqualTo(START.plusSeconds(600));
    }

    @Test
    void aQuotaRestsUntilTheServersResetTimeAndNotASecondLess() {
        Instant reset = START.plus(Duration.ofHours(15));

        ProfileUsage usage = rules.afterFailure(ProfileUsage.NONE, "chutes", quota(reset), START);

        assertThat(usage.disabledUntil()).isEqualTo(reset);
        assertThat(usage.retryAt()).isEqualTo(reset);
        assertThat(usage.disabledReason()).isEqualTo("quota");
        assertThat(Standing.of(usage, reset.minusMillis(1)).isPaused()).isTrue();
        assertThat(Standing.of(usage, reset).isFit()).isTrue();
    }

    @Test
    void aResetTimeThatHasPassedIsNoneAtAll() {
        ProfileUsage usage = rules.afterFailure(ProfileUsage.NONE, "chutes", quota(START.minusSeconds(1)), START);

        assertThat(usage.disabledUntil()).isEqualTo(START.plus(Duration.ofHours(5)));
    }

    @Test
    void aQuotaThatIsStillUsedUpKeepsItsGuessedEndWithoutDoubling() {
        ProfileUsage first = rules.afterFailure(ProfileUsage.NONE, "chutes", quota(null), START);
        Instant later = START.plus(Duration.ofHours(2));

        ProfileUsage second = rules.afterFailure(first, "chutes", quota(null), later);

        assertThat(second.disabledUntil()).isEqualTo(first.disabledUntil());
        assertThat(second.failureCounts()).isEqualTo(first.failureCounts());
        assertThat(second.errorCount()).isEqualTo(first.errorCount());
        assertThat(second.lastFailureAt()).isEqualTo(later);
        assertThat(second.retryAt()).isEqualTo(later.plus(CooldownRules.BILLING_PAUSE));
    }

    @Test
    void aQuotaThatIsUsedUpAgainAfterItsRestDoubles() {
        ProfileUsage first = rules.afterFailure(ProfileUsage.NONE, "chutes", quota(null), START);
        Instant later = START.plus(Duration.ofHours(6));

        ProfileUsage second = rules.afterFailure(first, "chutes", quota(null), later);

        assertThat(second.disabledUntil()).isEqualTo(later.plus(Duration.ofHours(10)));
    }

    @Test
    void aFailureOfTheDayBeforeIsForgotten() {
        ProfileUsage first = rules.afterFailure(ProfileUsage.NONE, "chutes", full(null), START);
        Instant later = START.plus(rules.memory()).plusSeconds(1);

        ProfileUsage usage = rules.afterFailure(first, "chutes", full(null), later);

        assertThat(usage.errorCount()).isEqualTo(1);
        assertThat(usage.failureCounts()).containsExactly(Map.entry("capacity", 1));
    }

    @Test
    void whoeverSignsInAgainIsNotKeptWaiting() {
        ProfileUsage usage = rules.afterFailure(ProfileUsage.NONE, "chutes", refused(), START);

        assertThat(Standing.of(usage, START).state()).isEqualTo(Standing.State.LAST);
    }

    @Test
    void whoeverIsBannedDoesNotComeBackEarly() {
        ProfileUsage usage = rules.afterFailure(ProfileUsage.NONE, "chutes", rateLimit("banned"), START);

        assertThat(usage.retryAt()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void limitsOnTheRateAreThoseOfACredential() {
        assertThat(CooldownRules.culprit(rateLimit("rate-limit"))).isEqualTo(ErrorSubject.CREDENTIAL);
        assertThat(CooldownRules.culprit(new ProviderUnavailableException("dns", "no", ErrorDetails.NONE, null)))
                .isEqualTo(ErrorSubject.PROVIDER);
        assertThat(CooldownRules.culprit(full(null))).isEqualTo(ErrorSubject.MODEL);
    }

    @Test
    void recordsOfOtherHostsRestToTheirEnd() {
        ProfileUsage foreign =
                new ProfileUsage(null, START.plusSeconds(60), START.plusSeconds(90), "billing", 1, Map.of(), START);

        Standing standing = Standing.of(foreign, START.plusSeconds(1));

        assertThat(standing.isPaused()).isTrue();
        assertThat(standing.retryAt()).isEqualTo(START.plusSeconds(90));
        assertThat(standing.reason()).isEqualTo("billing");
    }

    @Test
    void aSuccessEndsEverything() {
        List<ModelException> failures = List.of(full(null), quota(null), refused());
        for (ModelException failure : failures) {
            ProfileUsage usage = rules.afterFailure(ProfileUsage.NONE, "chutes", failure, START)
                    .succeeded(START.plusSeconds(1));

            assertThat(Standing.of(usage, START.plusSeconds(1)).isFit()).isTrue();
            assertThat(usage.errorCount()).isZero();
            assertThat(usage.failureCounts()).isEmpty();
        }
    }

    private static ModelException full(Duration retryAfter) {
        return new ModelUnavailableException(
                "capacity", "full", ErrorDetails.NONE.withAnswer(429, null, retryAfter), null);
    }

    private static ModelException quota(Instant resetAt) {
        return new QuotaExceededException("used up", resetAt, ErrorDetails.NONE);
    }

    private static ModelException rateLimit(String code) {
        return new ProviderUnavailableException(code, "slow down", ErrorDetails.NONE.withAnswer(429, null, null), null);
    }

    private static ModelException refused() {
        return new SignInRequiredException(
                "credential-refused", "refused", ErrorDetails.NONE.withAnswer(401, null, null), null);
    }
}
