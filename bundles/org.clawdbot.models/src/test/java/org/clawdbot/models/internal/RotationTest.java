package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.clawdbot.models.internal.FakeHost.HI;
import static org.clawdbot.models.internal.FakeHost.full;
import static org.clawdbot.models.internal.FakeHost.quota;
import static org.clawdbot.models.internal.FakeHost.refused;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.error.AllFailedException;
import org.clawdbot.api.error.CooldownException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.SignInRequiredException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When another credential of the same provider is sent, and when not. */
class RotationTest {

    @TempDir
    Path folder;

    private FakeHost host;

    @BeforeEach
    void start() {
        host = new FakeHost(folder).keys("chutes:one", "chutes:two");
    }

    @Test
    void aCredentialOutOfQuotaGivesWayToTheNext() {
        ChatResult result = host.fails(quota()).start("A", "B").stream(HI).result();

        assertThat(host.transport.tried()).containsExactly("A fake-chutes:one", "A fake-chutes:two");
        assertThat(result.attempts())
                .extracting(Attempt::profileId, Attempt::failure)
                .containsExactly(tuple("chutes:one", "quota"), tuple("chutes:two", null));
    }

    @Test
    void aFullModelIsNotAskedWithAnotherCredential() {
        host.fails(full()).start("A", "B").stream(HI).result();

        assertThat(host.transport.tried()).containsExactly("A fake-chutes:one", "B fake-chutes:one");
    }

    @Test
    void aLimitOnTheRateOfAnAccountGivesWayToAnotherAccount() {
        host
                .fails(new ProviderUnavailableException(
                        "rate-limit", "slow down", ErrorDetails.NONE.withAnswer(429, null, null), null))
                .start("A", "B")
                .stream(HI)
                .result();

        assertThat(host.transport.tried()).containsExactly("A fake-chutes:one", "A fake-chutes:two");
    }

    @Test
    void aRefusedCredentialGivesWayToTheNext() {
        host.fails(refused()).start("A").stream(HI).result();

        assertThat(host.transport.tried()).containsExactly("A fake-chutes:one", "A fake-chutes:two");
    }

    @Test
    void aCredentialThatCannotBeHadGivesWayToTheNext() {
        host.strategy.broken.put("chutes:one", refused());

        ChatResult result = host.start("A").stream(HI).result();

        assertThat(host.transport.tried()).containsExactly("A fake-chutes:two");
        assertThat(result.attempts()).extracting(Attempt::failure).containsExactly("credential-refused", null);
    }

    @Test
    void credentialsThatAllFailAreAllNamed() {
        assertThatExceptionOfType(AllFailedException.class)
                .isThrownBy(() -> host.fails(quota(), refused()).start("A").stream(HI))
                .withMessage("All credentials failed (2): chutes:one: used up; chutes:two: refused")
                .satisfies(e -> assertThat(e.subject()).isEqualTo(ErrorSubject.CREDENTIAL));
    }

    @Test
    void oneQuotaLeftOutOfSeveralRefusalsIsEnoughToAskAnotherModel() {
        host.fails(quota(), refused()).start("A", "X").stream(HI).result();

        assertThat(host.transport.tried())
                .containsExactly("A fake-chutes:one", "A fake-chutes:two", "X fake-other:key");
    }

    @Test
    void aCredentialOutOfQuotaIsNotSentBeforeTheServersResetTime() {
        ModelsFacade facade = host.fails(quota(host.clock.instant().plus(Duration.ofHours(12))))
                .start("A");
        facade.stream(HI).result();
        host.transport.sent.clear();

        for (int hour = 0; hour < 12; hour++) {
            facade.stream(HI).result();
            host.clock.turn(Duration.ofHours(1));
        }
        assertThat(host.transport.tried()).hasSize(12).containsOnly("A fake-chutes:two");

        facade.stream(HI).result();
        assertThat(host.transport.tried()).last().isEqualTo("A fake-chutes:one");
    }

    @Test
    void theOnlyCredentialWithoutQuotaIsRefusedUntilTheServersResetTime() {
        host.strategy.held.remove("chutes:two");
        Instant reset = host.clock.instant().plus(Duration.ofHours(3));
        ModelsFacade facade = host.fails(quota(reset)).start("A");
        assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(() -> facade.stream(HI));
        host.transport.sent.clear();

        assertThatExceptionOfType(CooldownException.class)
                .isThrownBy(() -> facade.stream(HI))
                .withMessageStartingWith(
                        "chutes:one failed a short while ago (quota) and rests; try again in 3 h, at " + reset)
                .satisfies(e -> {
                    assertThat(e.availableAt()).isEqualTo(reset);
                    assertThat(e.details().profileId()).isEqualTo("chutes:one");
                });
        assertThat(host.transport.sent).isEmpty();
    }

    @Test
    void oneRequestNowAndThenFindsOutWhetherAQuotaIsBack() {
        ModelsFacade facade = host.fails(quota()).start("A");
        facade.stream(HI).result();
        host.transport.sent.clear();
        host.clock.turn(Duration.ofMinutes(29));
        facade.stream(HI).result();
        assertThat(host.transport.tried()).as("too early").containsExactly("A fake-chutes:two");
        host.clock.turn(Duration.ofMinutes(8));
        host.transport.sent.clear();
        host.fails(quota());

        facade.stream(HI).result();
        facade.stream(HI).result();

        assertThat(host.transport.tried())
                .as("one request finds out that it is not")
                .containsExactly("A fake-chutes:one", "A fake-chutes:two", "A fake-chutes:two");
        assertThat(facade.cooldowns()).singleElement().satisfies(rest -> assertThat(rest.until())
                .as("and does not make it longer")
                .isEqualTo(host.clock.instant().plus(Duration.ofMinutes(5 * 60 - 37))));

        host.clock.turn(Duration.ofMinutes(37));
        facade.stream(HI).result();
        assertThat(host.transport.tried()).as("it is").last().isEqualTo("A fake-chutes:one");
        assertThat(facade.cooldowns()).isEmpty();
    }

    @Test
    void aProbeThatTellsNothingAboutTheQuotaLeavesItsPlaceFree() {
        ModelsFacade facade = host.fails(quota()).start("A", "B");
        facade.stream(HI).result();
        host.clock.turn(Duration.ofMinutes(40));
        host.transport.sent.clear();
        host.fails(full());

        facade.stream(HI).result();

        assertThat(host.transport.tried())
                .as("the model was full, which says nothing about the credential")
                .containsExactly("A fake-chutes:one", "B fake-chutes:one");
    }

    @Test
    void aConversationStaysWithItsCredential() {
        ModelsFacade facade = host.start("A");
        ChatRequest talk = ChatRequest.builder().user("hi").conversation("talk").build();
        facade.stream(talk).result();
        host.clock.turn(Duration.ofSeconds(1));

        facade.stream(HI).result();
        host.clock.turn(Duration.ofSeconds(1));
        facade.stream(HI).result();
        host.clock.turn(Duration.ofSeconds(1));
        facade.stream(talk).result();
        facade.stream(talk).result();

        assertThat(host.transport.tried())
                .containsExactly(
                        "A fake-chutes:one",
                        "A fake-chutes:two",
                        "A fake-chutes:one",
                        "A fake-chutes:one",
                        "A fake-chutes:one");
    }

    @Test
    void aConversationLeavesACredentialThatRests() {
        ModelsFacade facade = host.start("A");
        ChatRequest talk = ChatRequest.builder().user("hi").conversation("talk").build();
        facade.stream(talk).result();
        host.fails(quota(host.clock.instant().plusSeconds(3600)));

        facade.stream(talk).result();
        facade.stream(talk).result();

        assertThat(host.transport.tried())
                .containsExactly("A fake-chutes:one", "A fake-chutes:one", "A fake-chutes:two", "A fake-chutes:two");
    }

    @Test
    void aProfileThatTheUserNamesIsTheOnlyOneAndIsUsedEvenWhileItRests() {
        ModelsFacade facade = host.start("A", "X");
        ChatRequest pinned =
                ChatRequest.builder().user("hi").profile("chutes:two").build();
        host.fails(quota(host.clock.instant().plusSeconds(3600)));
        facade.stream(pinned).result();
        assertThat(host.transport.tried()).containsExactly("A fake-chutes:two", "X fake-other:key");
        host.transport.sent.clear();

        facade.stream(pinned).result();

        assertThat(host.transport.tried()).containsExactly("A fake-chutes:two");
    }

    @Test
    void aProfileOfAnotherProviderIsWithoutMeaning() {
        host.start("A").stream(
                        ChatRequest.builder().user("hi").profile("other:key").build())
                .result();

        assertThat(host.transport.tried()).containsExactly("A fake-chutes:one");
    }

    @Test
    void aProfileOfAnotherProviderDoesNotMakeOneBeSentThatRests() {
        host.strategy.held.remove("chutes:two");
        ModelsFacade facade =
                host.fails(quota(host.clock.instant().plusSeconds(3600))).start("A");
        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> facade.stream(HI));

        assertThatExceptionOfType(CooldownException.class)
                .isThrownBy(() -> facade.stream(
                        ChatRequest.builder().user("hi").profile("other:key").build()));
        assertThat(host.transport.sent).hasSize(1);
    }

    @Test
    void aRefusedProfileThatTheUserNamesIsNotTriedWithOtherModels() {
        host.fails(refused());

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> host.start("A", "B").stream(
                        ChatRequest.builder().user("hi").profile("chutes:two").build()));
        assertThat(host.transport.sent).hasSize(1);
    }

    @Test
    void aCredentialThatBeganToRestMeanwhileIsNotSent() {
        ModelsFacade facade = host.start("A");
        ChatRequest second =
                ChatRequest.builder().user("hi").profile("chutes:two").build();
        Instant reset = host.clock.instant().plusSeconds(3600);
        host.strategy.asked = id -> {
            host.strategy.asked = other -> {};
            host.fails(quota(reset), quota(reset));
            assertThatExceptionOfType(ModelException.class).isThrownBy(() -> facade.stream(second));
        };

        assertThatExceptionOfType(AllFailedException.class)
                .isThrownBy(() -> facade.stream(HI))
                .satisfies(e -> assertThat(e.attempts())
                        .extracting(Attempt::profileId, Attempt::failure)
                        .containsExactly(tuple("chutes:one", "quota"), tuple("chutes:two", "cooldown")));
        assertThat(host.transport.tried()).containsExactly("A fake-chutes:two", "A fake-chutes:one");
    }

    @Test
    void aProfileThatIsNotThereIsNotReplacedInSilence() {
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> host.start("A").stream(
                        ChatRequest.builder().user("hi").profile("chutes:three").build()))
                .withMessageContaining("chutes:three");
        assertThat(host.transport.sent).isEmpty();
    }

    @Test
    void aSuccessClearsWhatWasNotedAboutTheCredential() {
        ModelsFacade facade = host.fails(quota()).start("A");
        host.strategy.held.remove("chutes:two");
        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> facade.stream(HI));
        host.writer.pass();
        assertThat(host.store.read().usage().get("chutes:one").disabledReason()).isEqualTo("quota");
        host.clock.turn(CooldownRules.BILLING_PAUSE);

        facade.stream(HI).result();
        host.writer.pass();

        ProfileUsage usage = host.store.read().usage().get("chutes:one");
        assertThat(usage.restsUntil()).isNull();
        assertThat(usage.errorCount()).isZero();
        assertThat(usage.lastUsed()).isEqualTo(host.clock.instant());
    }

    @Test
    void aFailureOfTheModelDoesNotCountAgainstTheCredential() {
        ModelsFacade facade = host.fails(full()).start("A");
        assertThatExceptionOfType(ModelUnavailableException.class).isThrownBy(() -> facade.stream(HI));
        host.writer.pass();

        assertThat(host.store.read().usage()).isEmpty();
    }
}
