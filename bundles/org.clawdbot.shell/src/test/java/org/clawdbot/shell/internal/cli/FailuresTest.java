package org.clawdbot.shell.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.error.AllFailedException;
import org.clawdbot.api.error.BudgetExceededException;
import org.clawdbot.api.error.CooldownException;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.error.SessionException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.api.error.UnmetDemandException;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    private static final ErrorDetails NONE = ErrorDetails.NONE;

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new SignInRequiredException("no-key", "m", NONE, null), 3),
                Arguments.of(new ModelNotFoundException("m", List.of(), NONE), 4),
                Arguments.of(new ModelUnavailableException("cold", "m", NONE, null), 4),
                Arguments.of(new ProviderUnavailableException("dns", "m", NONE, null), 4),
                Arguments.of(new QuotaExceededException("m", Instant.EPOCH, NONE), 4),
                Arguments.of(
                        new StreamBrokenException(
                                "eof", "m", ChatResult.builder("x").build(), NONE, null),
                        4),
                Arguments.of(new PolicyException("tee", "m", NONE, null), 4),
                Arguments.of(new RequestCancelledException("m", NONE, null), 130),
                Arguments.of(new RequestRejectedException("bad", "m", NONE, null), 1),
                Arguments.of(new InvalidSettingException("s", "m", NONE, null), 1),
                Arguments.of(new MissingPartException("X", "m", NONE), 1),
                Arguments.of(
                        new AllFailedException(
                                "m", List.of(), List.of(new ModelUnavailableException("cold", "m", NONE, null))),
                        4),
                Arguments.of(new CooldownException(ErrorSubject.MODEL, "m", Instant.EPOCH, "cold", List.of(), NONE), 4),
                Arguments.of(
                        new BudgetExceededException("day", "m", BigDecimal.ONE, BigDecimal.TEN, Instant.EPOCH, NONE),
                        4),
                Arguments.of(new UnmetDemandException("no-tools", "m", List.of(), NONE), 4),
                Arguments.of(new CredentialStoreException("m", NONE, null), 1),
                Arguments.of(new SessionException(SessionException.RECORD, "m", null), 1));
    }

    @Test
    void whereEveryCredentialWasRefusedSigningInIsWhatHelps() {
        ModelException refused = new SignInRequiredException("credential-refused", "m", NONE, null);

        assertThat(Failures.report(new AllFailedException("m", List.of(), List.of(refused, refused)), new FakeHost())
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void tellsProgramsEveryTryAndWhenToComeBack() {
        Attempt attempt = new Attempt("chutes/a", "chutes:default", "cooldown", "it rests", null);

        Failures.Report report = Failures.report(
                new CooldownException(ErrorSubject.MODEL, "m", Instant.EPOCH, "cold", List.of(attempt), NONE),
                new FakeHost());

        assertThat(report.members()).containsEntry("availableAt", Instant.EPOCH);
        assertThat(report.members().get("attempts"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(members -> assertThat(members.toString())
                        .isEqualTo("{model=chutes/a, profile=chutes:default, failure=cooldown, message=it rests,"
                                + " httpStatus=null}"));
    }

    @Test
    void theOnlyFailureTellsOfItsOwnTry() {
        ErrorDetails known = ErrorDetails.ofProvider("chutes")
                .withModel("a")
                .withProfile("chutes:default")
                .withAnswer(429, null, null);

        Failures.Report report =
                Failures.report(new ModelUnavailableException("capacity", "m", known, null), new FakeHost());

        assertThat(report.members())
                .hasToString("{attempts=[{model=chutes/a, profile=chutes:default, failure=capacity, message=m,"
                        + " httpStatus=429}]}");
        assertThat(Failures.report(new ModelUnavailableException("capacity", "m", NONE, null), new FakeHost())
                        .members())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void givesEveryFailureItsExitCodeAndKeepsItsWords(ModelException failure, int exitCode) {
        Failures.Report report = Failures.report(failure, new FakeHost());

        assertThat(report.exitCode()).isEqualTo(exitCode);
        assertThat(report.code()).isEqualTo(failure.code());
        assertThat(report.message()).isEqualTo("m");
    }

    @Test
    void knowsEveryFailureOfTheApi() {
        assertThat(failures().<Object>map(arguments -> arguments.get()[0].getClass()))
                .containsExactlyInAnyOrder((Object[]) ModelException.class.getPermittedSubclasses());
    }

    @Test
    void theHintNamesOnlyTheWaysToSignInThatAreThere() {
        SignInRequiredException failure = new SignInRequiredException("no-key", "m", NONE, null);
        FakeHost host = new FakeHost();

        assertThat(Failures.report(failure, host).hint())
                .isEqualTo("Sign in with: clawdbot onboard --chutes-api-key KEY (or set CHUTES_API_KEY)");
        host.strategy("oauth", new FakeStrategy("oauth"));
        assertThat(Failures.report(failure, host).hint()).contains("--chutes-api-key KEY", "--auth-choice chutes");
        host.strategies.remove(0);
        assertThat(Failures.report(failure, host).hint())
                .isEqualTo("Sign in with: clawdbot onboard --auth-choice chutes");
        host.strategies.clear();
        assertThat(Failures.report(failure, host).hint()).contains("org.clawdbot.chutes.auth.oauth");
    }

    @Test
    void noHintRepeatsACommandThatTheMessageNames() {
        SignInRequiredException failure =
                new SignInRequiredException("expired", "Over; sign in with `clawdbot models auth login`", NONE, null);

        assertThat(Failures.report(failure, new FakeHost()).hint()).isNull();
    }

    @Test
    void tellsAnUnforeseenFailureOnlyToTheLog() {
        Failures.Report report = Failures.report(new IllegalStateException("token cpk_secret"), new FakeHost());

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.code()).isEqualTo("internal");
        assertThat(report.message()).contains("IllegalStateException").doesNotContain("cpk_secret");
    }

    @Test
    void namesTheFile() {
        IOException missing = new NoSuchFileException("a.png");
        assertThat(Failures.report(missing, new FakeHost()).message()).isEqualTo("There is no file a.png");
    }
}
