package org.clawdbot.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result.Status;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ObservedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthChecksTest {

    private static final Instant NOW = FakeModels.NOW;
    private static final String MODEL = "chutes/a/b";

    private final FakeModels models = new FakeModels();
    private Instant time = NOW;

    @Test
    void everyCheckSaysThatTheFacadeIsMissing() {
        assertThat(List.of(
                        new CredentialsHealthCheck(null),
                        new CatalogHealthCheck(null),
                        new QuotaHealthCheck(null, List.of(), List.of())))
                .allSatisfy(check -> {
                    assertThat(check.execute().getStatus()).isEqualTo(Status.CRITICAL);
                    assertThat(text(check)).contains("ChatModels", "clawdbot doctor");
                });
    }

    @Test
    void noCredentialIsCritical() {
        assertThat(credentials()).isEqualTo(Status.CRITICAL);
    }

    @ParameterizedTest
    @CsvSource({"-1,CRITICAL", "3600,WARN", "90000,OK"})
    void aCredentialIsAsGoodAsItsEnd(long seconds, Status expected) {
        models.signedIn(NOW.plusSeconds(seconds));
        assertThat(credentials()).isEqualTo(expected);
    }

    @Test
    void oneGoodCredentialWillDo() {
        models.signedIn(NOW.minusSeconds(1));
        models.signedIn(null);
        assertThat(credentials()).isEqualTo(Status.OK);
    }

    private Status credentials() {
        return new CredentialsHealthCheck(models, Clock.fixed(NOW, ZoneOffset.UTC))
                .execute()
                .getStatus();
    }

    @Test
    void aCatalogThatHasNotComeYetIsTemporarilyUnavailable() {
        assertThat(new CatalogHealthCheck(models).execute().getStatus()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void aStaleCatalogIsAWarning() {
        models.listed(true);
        assertThat(new CatalogHealthCheck(models).execute().getStatus()).isEqualTo(Status.WARN);
    }

    @Test
    void aFreshCatalogIsFineUnlessAConfiguredModelIsGone() {
        models.listed(false);
        assertThat(new CatalogHealthCheck(models).execute().getStatus()).isEqualTo(Status.OK);

        models.vanished("chutes/gone");
        assertThat(new CatalogHealthCheck(models).execute().getStatus()).isEqualTo(Status.WARN);
    }

    @Test
    void aFullModelIsUnavailableUntilItAnswers() {
        ModelsHealthCheck check = new ModelsHealthCheck(clock());
        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);

        request(check).attemptFailed(full());
        assertThat(check.execute().getStatus()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
        assertThat(text(check)).contains(MODEL, "capacity");

        request(check).completed(answered("chutes/other/model"));
        assertThat(check.execute().getStatus()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);

        request(check).completed(answered(MODEL));
        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);
    }

    @Test
    void afterFiveMinutesAFullModelIsForgotten() {
        ModelsHealthCheck check = new ModelsHealthCheck(clock());
        request(check).attemptFailed(full());

        time = NOW.plusSeconds(300);
        assertThat(check.execute().getStatus()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
        time = NOW.plusSeconds(301);
        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);
    }

    @Test
    void whatIsNotTheModelsFaultIsNotHeldAgainstIt() {
        ModelsHealthCheck check = new ModelsHealthCheck(clock());
        request(check)
                .attemptFailed(Attempt.failed(
                        MODEL, "chutes:a", new QuotaExceededException("used up", null, ErrorDetails.NONE)));

        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @CsvSource({"79.9,OK", "80,WARN", "100,TEMPORARILY_UNAVAILABLE"})
    void aQuotaIsAsGoodAsWhatIsLeft(BigDecimal used, Status expected) {
        models.signedIn(null);
        Account account = new Account(
                "chutes",
                "alice",
                "u-1",
                BigDecimal.ONE,
                List.of(new Quota("*", BigDecimal.valueOf(100), used, null)),
                null,
                List.of());
        AccountService service = credential -> account;

        QuotaHealthCheck check = new QuotaHealthCheck(
                models,
                List.of(Map.entry(Map.of("model.provider", "chutes", "auth.mode", "api-key"), new FakeStrategy())),
                List.of(Map.entry(Map.of("model.provider", "chutes"), service)));

        assertThat(check.execute().getStatus()).isEqualTo(expected);
    }

    @Test
    void partsAreAsGoodAsTheyThemselvesSay() {
        assertThat(parts(Finding.ok("fine"))).isEqualTo(Status.OK);
        assertThat(parts(Finding.warn("old", "renew"))).isEqualTo(Status.WARN);
        assertThat(parts(Finding.warn("old", "renew"), Finding.fail("gone", null)))
                .isEqualTo(Status.CRITICAL);
    }

    @Test
    void partsThatWouldAskAServerAreNotAsked() {
        SelfCheck remote = new FakeSelfCheck(true, List.of(Finding.fail("no network", null)));

        assertThat(new PartsHealthCheck(List.of(remote)).execute().getStatus()).isEqualTo(Status.OK);
    }

    private static Status parts(Finding... findings) {
        return new PartsHealthCheck(List.of(new FakeSelfCheck(false, List.of(findings))))
                .execute()
                .getStatus();
    }

    private record FakeSelfCheck(boolean remote, List<Finding> run) implements SelfCheck {

        @Override
        public String topic() {
            return "parts";
        }
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return time;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private static ChatObservation request(ModelsHealthCheck check) {
        return check.started(new ObservedRequest(ChatRequest.of("hi"), MODEL, true));
    }

    private static Attempt full() {
        return Attempt.failed(
                MODEL, "chutes:a", new ModelUnavailableException("capacity", "full", ErrorDetails.NONE, null));
    }

    private static ChatResult answered(String model) {
        return ChatResult.builder(model)
                .attempts(List.of(Attempt.succeeded(model, "chutes:a")))
                .build();
    }

    private static String text(HealthCheck check) {
        StringBuilder text = new StringBuilder();
        check.execute().forEach(entry -> text.append(entry.getMessage()).append('\n'));
        return text.toString();
    }
}
