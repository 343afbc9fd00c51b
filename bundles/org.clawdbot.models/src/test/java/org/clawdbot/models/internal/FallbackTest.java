package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.clawdbot.models.internal.FakeHost.HI;
import static org.clawdbot.models.internal.FakeHost.ask;
import static org.clawdbot.models.internal.FakeHost.full;
import static org.clawdbot.models.internal.FakeHost.quota;
import static org.clawdbot.models.internal.FakeHost.refused;
import static org.clawdbot.models.internal.FakeHost.setup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.AllFailedException;
import org.clawdbot.api.error.CooldownException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.error.StreamBrokenException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When another model is asked, and when not. */
class FallbackTest {

    @TempDir
    Path folder;

    private FakeHost host;

    @BeforeEach
    void start() {
        host = new FakeHost(folder).keys("chutes:one");
    }

    static Stream<ModelException> passing() {
        return Stream.of(
                full(),
                quota(),
                refused(),
                new ModelUnavailableException("cold", "cold", status(503), null),
                new ModelUnavailableException("maintenance", "maintenance", status(429), null),
                new ModelUnavailableException("instances-failed", "all failed", status(500), null),
                new ModelNotFoundException("gone", List.of(), status(404)),
                new ProviderUnavailableException("server-error", "oops", status(500), null),
                new ProviderUnavailableException("server-error", "bad gateway", status(502), null),
                new ProviderUnavailableException("server-error", "unavailable", status(503), null),
                new ProviderUnavailableException("gateway-timeout", "gave up", status(504), null),
                new ProviderUnavailableException("server-error", "overloaded", status(529), null),
                new ProviderUnavailableException("server-timeout", "too slow", status(408), null),
                new ProviderUnavailableException("rate-limit", "slow down", status(429), null),
                new ProviderUnavailableException("dns", "no such host", ErrorDetails.NONE, null),
                new ProviderUnavailableException("connect", "nobody there", ErrorDetails.NONE, null),
                new ProviderUnavailableException("timeout", "no answer", ErrorDetails.NONE, null),
                new ProviderUnavailableException("tls", "no trust", ErrorDetails.NONE, null));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aFailureThatAnotherProviderMayNotHaveGivesWayToIt(ModelException failure) {
        host.fails(failure);

        ChatResult result = host.start("A", "X").stream(HI).result();

        assertThat(result.requestedModel()).isEqualTo("other/X");
        assertThat(result.attempts())
                .extracting(Attempt::model, Attempt::failure)
                .containsExactly(tuple("chutes/A", failure.code()), tuple("other/X", null));
    }

    static Stream<ModelException> lasting() {
        return Stream.of(
                new RequestRejectedException("invalid-request", "no", status(400), null),
                new RequestRejectedException("context-overflow", "too long", status(400), null),
                new RequestRejectedException("too-large", "too large", status(413), null));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void aRequestThatEverybodyWouldRefuseIsSentOnce(ModelException failure) {
        host.fails(failure);

        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> host.start("A", "B", "X").stream(HI))
                .isSameAs(failure);
        assertThat(host.transport.sent).hasSize(1);
    }

    @Test
    void fallbacksAreAskedInTheirOrder() {
        host.fails(full(), full());

        host.start("A", "B", "C", "D").stream(HI).result();

        assertThat(host.transport.tried())
                .containsExactly("A fake-chutes:one", "B fake-chutes:one", "C fake-chutes:one");
    }

    @Test
    void aModelNamedTwiceIsAskedOnce() {
        host.fails(full(), full());

        assertThatExceptionOfType(AllFailedException.class)
                .isThrownBy(() -> host.start(setup("A", "A", "B").alias("short", "chutes/B")).stream(ask("B")));
        assertThat(host.transport.tried()).containsExactly("B fake-chutes:one", "A fake-chutes:one");
    }

    @Test
    void aRequestThatNamesItsModelHasTheFallbacksToo() {
        host.fails(full());

        assertThat(host.start("A", "B").stream(ask("C")).result().requestedModel())
                .isEqualTo("chutes/B");
    }

    @Test
    void withoutFallbacksTheOneReasonIsTheOneReported() {
        ModelException full = full();
        host.fails(full);

        assertThatExceptionOfType(ModelUnavailableException.class)
                .isThrownBy(() -> host.start("A").stream(HI))
                .isSameAs(full);
    }

    @Test
    void whenNobodyAnswersEveryReasonIsTold() {
        ModelException first = new ModelUnavailableException("cold", "it is cold", status(503), null);
        host.fails(first, new ProviderUnavailableException("server-error", "oops", status(500), null));

        assertThatExceptionOfType(AllFailedException.class)
                .isThrownBy(() -> host.start("A", "B").stream(HI))
                .withMessage("All models failed (2): chutes/A with chutes:one: it is cold; "
                        + "chutes/B with chutes:one: oops")
                .satisfies(e -> {
                    assertThat(e.attempts())
                            .extracting(Attempt::model, Attempt::profileId, Attempt::failure, Attempt::httpStatus)
                            .containsExactly(
                                    tuple("chutes/A", "chutes:one", "cold", 503),
                                    tuple("chutes/B", "chutes:one", "server-error", 500));
                    assertThat(e.failures()).first().isSameAs(first);
                    assertThat(e.subject()).isEqualTo(ErrorSubject.MODEL);
                    assertThat(e.retryable()).isTrue();
                });
    }

    @Test
    void anEndThatNobodyCouldMendRemembersWhatCameBefore() {
        ModelException full = full();
        host.fails(full, new RequestRejectedException("invalid-request", "no", status(400), null));

        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> host.start("A", "B").stream(HI))
                .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(full));
    }

    @Test
    void aCallerWhoGivesUpIsNotAnsweredByAnother() {
        host.fails(new RequestCancelledException("enough", ErrorDetails.NONE, null));

        assertThatExceptionOfType(RequestCancelledException.class).isThrownBy(() -> host.start("A", "B").stream(HI));
        assertThat(host.transport.sent).hasSize(1);
    }

    @Test
    void nothingIsSentAgainOnceTheFirstTokenHasCome() {
        host.transport.breaks = () -> {
            throw new StreamBrokenException(
                    "cut-off", "cut off", ChatResult.builder("chutes/A").build(), status(200), null);
        };
        ChatStream stream = host.start("A", "B").stream(HI);

        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(stream::result);
        assertThat(host.transport.tried()).containsExactly("A fake-chutes:one");
    }

    @Test
    void aReplyInOnePieceThatBrokeIsNotAskedForAgain() {
        host.fails(new StreamBrokenException(
                "cut-off", "cut off", ChatResult.builder("chutes/A").build(), status(200), null));

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> host.start("A", "B").complete(HI));
        assertThat(host.transport.sent).hasSize(1);
    }

    @Test
    void aRefusedCredentialIsNotTriedWithOtherModelsOfTheSameProvider() {
        host.fails(refused());

        assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(() -> host.start("A", "B", "C").stream(HI));
        assertThat(host.transport.sent).hasSize(1);
    }

    @Test
    void aProviderWithoutCredentialGivesWayToOneThatHasSome() {
        host.strategy.held.clear();

        ChatResult result = host.start("A", "X").stream(HI).result();

        assertThat(result.requestedModel()).isEqualTo("other/X");
        assertThat(result.attempts()).extracting(Attempt::failure).containsExactly("no-credential", null);
    }

    @Test
    void withoutAnyCredentialOnceIsEnoughToSaySo() {
        host.strategy.held.clear();

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> host.start("A", "B", "C").stream(HI))
                .withMessageContaining("You are not signed in to chutes");
    }

    @Test
    void neverFromATrustedEnvironmentToAnotherWhereTheRequestAskedForOne() {
        host.fails(full());
        ChatRequest request = ChatRequest.builder()
                .model("chutes/C")
                .user("hi")
                .requireTee(true)
                .build();

        assertThat(host.start("A", "B", "D").stream(request).result().requestedModel())
                .isEqualTo("chutes/D");
        assertThat(host.transport.sent).allMatch(sent -> sent.teeOnly()).allMatch(sent -> sent.model()
                .inTee());
    }

    @Test
    void whereNoFallbackIsInATrustedEnvironmentNoneIsAsked() {
        host.fails(full());
        ChatRequest request = ChatRequest.builder()
                .model("chutes/C")
                .user("hi")
                .requireTee(true)
                .build();

        assertThatExceptionOfType(AllFailedException.class)
                .isThrownBy(() -> host.start("A", "B", "X").stream(request))
                .satisfies(e -> assertThat(e.failures().subList(1, 3)).allMatch(PolicyException.class::isInstance));
        assertThat(host.transport.tried()).containsExactly("C fake-chutes:one");
    }

    @Test
    void aFallbackThatIsNotAllowedCannotHappenBecauseItIsNamed() {
        host.fails(full());

        assertThat(host.start(setup("A", "B").allowed("chutes/D")).stream(HI)
                        .result()
                        .requestedModel())
                .isEqualTo("chutes/B");
    }

    @Test
    void aModelThatRestsIsPassedOverWithoutACall() {
        ModelsFacade facade = host.fails(full()).start("A", "B");
        facade.stream(HI).result();
        host.transport.sent.clear();
        host.clock.turn(Duration.ofSeconds(30));

        ChatResult meanwhile = facade.stream(HI).result();

        assertThat(host.transport.tried()).as("after its pause, too").containsExactly("B fake-chutes:one");
        assertThat(meanwhile.attempts()).extracting(Attempt::failure).containsExactly("cooldown", null);
        assertThat(meanwhile.notices()).singleElement().satisfies(notice -> assertThat(notice.message())
                .startsWith("chutes/B answers in place of chutes/A: chutes/A failed a short while ago"
                        + " (capacity) and rests; try again in 30 s"));

        host.clock.turn(Duration.ofSeconds(30));
        assertThat(facade.stream(HI).result().requestedModel()).isEqualTo("chutes/A");
    }

    @Test
    void aModelThatRestsIsRefusedForSecondsOnlyWhereThereIsNoOther() {
        ModelsFacade facade = host.fails(full()).start("A");
        assertThatExceptionOfType(ModelUnavailableException.class).isThrownBy(() -> facade.stream(HI));
        host.transport.sent.clear();
        host.clock.turn(Duration.ofMillis(1500));

        assertThatExceptionOfType(CooldownException.class)
                .isThrownBy(() -> facade.stream(HI))
                .withMessageContaining("chutes/A failed a short while ago (capacity) and rests; try again in 4 s")
                .satisfies(e -> {
                    assertThat(e.availableAt()).isEqualTo(host.clock.instant().plusMillis(3500));
                    assertThat(e.details().retryAfter()).isEqualTo(Duration.ofMillis(3500));
                    assertThat(e.reason()).isEqualTo("capacity");
                    assertThat(e.subject()).isEqualTo(ErrorSubject.MODEL);
                    assertThat(e.retryable()).isTrue();
                });
        assertThat(host.transport.sent).isEmpty();

        host.clock.turn(Duration.ofMillis(3500));
        assertThat(facade.stream(HI).result().attempts())
                .extracting(Attempt::failure)
                .containsExactly((String) null);
    }

    @Test
    void ofModelsThatRestTheOneThatIsSoonestFitIsAskedFirst() {
        ModelsFacade facade = host.fails(full(), full()).start("A", "B");
        assertThatExceptionOfType(AllFailedException.class).isThrownBy(() -> facade.stream(HI));
        host.clock.turn(Duration.ofSeconds(20));
        host.fails(full());
        facade.stream(HI).result();
        host.transport.sent.clear();
        host.clock.turn(Duration.ofSeconds(20));

        facade.stream(HI).result();

        assertThat(host.transport.tried()).containsExactly("B fake-chutes:one");
    }

    @Test
    void whenEverythingRestsTheSoonestTimeIsTold() {
        ModelsFacade facade = host.fails(
                        new ModelUnavailableException(
                                "capacity", "full", status(429).withRetryAfter(Duration.ofMinutes(9)), null),
                        new ModelUnavailableException(
                                "cold", "cold", status(503).withRetryAfter(Duration.ofMinutes(4)), null))
                .start("A", "B");
        assertThatExceptionOfType(AllFailedException.class).isThrownBy(() -> facade.stream(HI));
        host.transport.sent.clear();

        assertThatExceptionOfType(CooldownException.class)
                .isThrownBy(() -> facade.stream(HI))
                .withMessageStartingWith("Nothing was sent: everything that could answer failed a short while ago and"
                        + " rests. Soonest: chutes/B failed a short while ago (cold) and rests; try again in 4 min")
                .satisfies(e -> {
                    assertThat(e.availableAt()).isEqualTo(host.clock.instant().plus(Duration.ofMinutes(4)));
                    assertThat(e.attempts())
                            .extracting(Attempt::model, Attempt::failure)
                            .containsExactly(tuple("chutes/A", "cooldown"), tuple("chutes/B", "cooldown"));
                });
        assertThat(host.transport.sent).isEmpty();
    }

    @Test
    void aModelWhoseCredentialsAllRestIsPassedOverWithoutACall() {
        ModelsFacade facade =
                host.fails(quota(host.clock.instant().plusSeconds(3600))).start("A", "B", "X");
        facade.stream(HI).result();
        assertThat(host.transport.tried()).containsExactly("A fake-chutes:one", "X fake-other:key");
        host.transport.sent.clear();

        ChatResult result = facade.stream(HI).result();

        assertThat(host.transport.tried()).containsExactly("X fake-other:key");
        assertThat(result.attempts())
                .extracting(Attempt::model, Attempt::profileId, Attempt::failure)
                .containsExactly(
                        tuple("chutes/A", "chutes:one", "cooldown"),
                        tuple("chutes/B", "chutes:one", "cooldown"),
                        tuple("other/X", "other:key", null));
    }

    @Test
    void anotherProcessAndARestartRespectWhatRests() {
        ModelsFacade before = host.fails(full(), quota(host.clock.instant().plusSeconds(3600)))
                .start("A", "B", "X");
        before.stream(HI).result();
        before.close();
        host.transport.sent.clear();

        host.start("A", "B", "X").stream(HI).result();

        assertThat(host.transport.tried()).containsExactly("X fake-other:key");
    }

    @Test
    void endingAllRestsLetsEverybodyBeAskedAtOnce() {
        ModelsFacade facade =
                host.fails(quota(host.clock.instant().plusSeconds(3600))).start("A");
        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> facade.stream(HI));
        assertThat(facade.cooldowns()).hasSize(1);

        facade.clearCooldowns();

        assertThat(facade.cooldowns()).isEmpty();
        assertThat(facade.stream(HI).result().text()).isEqualTo("Hello");
    }

    @Test
    void theNoticesOfAFallbackAreInTheResultToo() {
        host.fails(full(), full());
        ModelsFacade facade = host.start("A", "B");

        assertThatExceptionOfType(AllFailedException.class).isThrownBy(() -> facade.complete(HI));
        ChatResult result = host.fails(full()).start("C", "D").complete(HI);

        assertThat(result.notices()).extracting(ChatEvent.Notice::code).containsExactly("fallback");
    }

    private static ErrorDetails status(int status) {
        return ErrorDetails.NONE.withAnswer(status, null, null);
    }
}
