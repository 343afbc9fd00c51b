package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transport tells a user whom Chutes refuses an answer. */
public abstract class RefusalContract extends CompletionsTransportContract {

    private static final String NO_INVOKE = FakeKeys.accessToken(2);

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalHasACodeAndSaysWhatToDo(Behaviour refusal, String code, String advice) {
        chutes.chat(refusal.withHeader("X-Chutes-InvocationID", "inv-1").withHeader("X-Chutes-Quota-Total", "300"));

        for (boolean streamed : new boolean[] {true, false}) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> {
                        if (streamed) {
                            transport.stream(request("hi")).close();
                        } else {
                            transport.complete(request("hi"));
                        }
                    })
                    .withMessageContaining(advice)
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo(code);
                        assertThat(e.details().invocationId()).isEqualTo("inv-1");
                        assertThat(e.details().limits()).isEqualTo(new AccountLimits(300L, null, null, null));
                    });
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Behaviour.atCapacity(), "capacity", "use another model"),
                Arguments.of(Behaviour.coldModel(), "cold", "try again in a few minutes"),
                Arguments.of(
                        Behaviour.error(503, "This chute is currently disabled."), "disabled", "use another model"),
                Arguments.of(Behaviour.html(429, "<html>429</html>"), "ingress-limit", "check the credential"),
                Arguments.of(Behaviour.html(403, "<html>403</html>"), "gateway-refused", "check the network"),
                Arguments.of(Behaviour.empty(502), "server-error", "try again"),
                Arguments.of(Behaviour.html(504, "<html>504</html>"), "gateway-timeout", "ask for a stream"),
                Arguments.of(Behaviour.error(429, "Banned for 600 seconds"), "banned", "send nothing"),
                Arguments.of(
                        Behaviour.error(
                                402,
                                json(
                                        """
                                {"message":"Quota exceeded and account balance is $0.0",
                                 "quota_reset_timestamp":"2026-08-23T00:00:00+00:00"}""")),
                        "quota",
                        "2026-08-23T00:00:00Z"),
                Arguments.of(
                        Behaviour.error(402, "Subscription usage cap exceeded. Please add balance to continue."),
                        "subscription-cap",
                        "top up"),
                Arguments.of(
                        Behaviour.error(402, "TEE models require an active subscription or positive balance."),
                        "tee-subscription",
                        "a subscription or a positive balance"),
                Arguments.of(
                        Behaviour.error(
                                402,
                                "Chute unavailable because the creator of this chute {chute.user_id=} has zero balance."),
                        "creator-balance",
                        "use another model"),
                Arguments.of(Behaviour.error(402, "Quota exceeded"), "quota", "top up"),
                Arguments.of(
                        Behaviour.error(429, "Free models limit reached for today - maintain >= $10 balance"),
                        "free-limit",
                        "top up"),
                Arguments.of(Behaviour.error(404, "No matching chute found!"), "model-not-found", "models list"),
                Arguments.of(Behaviour.error(404, "No matching cord found!"), "unsupported", "does not offer"),
                Arguments.of(
                        Behaviour.error(
                                422,
                                json(
                                        """
                                [{"type":"missing","loc":["body","messages"],"msg":"Field required"}]""")),
                        "invalid-request",
                        "body.messages: Field required"),
                Arguments.of(
                        Behaviour.error(400, "File content not currently supported"),
                        "invalid-request",
                        "File content"),
                Arguments.of(
                        Behaviour.error(500, "No result returned from upstream"), "server-error", "No result returned"),
                Arguments.of(Behaviour.error(404, "model not found: x"), "model-not-found", "models list"),
                Arguments.of(Behaviour.error(413, "Request body is too large."), "too-large", "send less"),
                Arguments.of(
                        Behaviour.error(500, "exhausted all available targets to no avail"),
                        "instances-failed",
                        "try once more"),
                Arguments.of(
                        Behaviour.error(
                                400,
                                "Invalid request: Invalid request: {\"detail\":{\"object\":\"error\",\"message\":"
                                        + "\"The input is longer than the model's context length\",\"code\":400}}"),
                        "context-overflow",
                        "shorten it"));
    }

    @ParameterizedTest
    @MethodSource("refusedCredentials")
    void everyRefusedCredentialIsToldWithAWayOut(
            String credential, String mode, String code, String reason, String advice) {
        chutes.registerToken(NO_INVOKE, "profile");
        CompletionRequest asked = request("hi");
        CompletionRequest request = new CompletionRequest(
                asked.model(),
                asked.chat(),
                new Credential("chutes", "chutes:test", mode, Secret.of(credential), null),
                false);

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> transport.stream(request))
                .withMessageContainingAll(reason, advice)
                .withMessageNotContaining(credential)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    static Stream<Arguments> refusedCredentials() {
        return Stream.of(
                Arguments.of(
                        FakeKeys.MALFORMED, "api-key", "credential-refused", "invalid authorization", "check the key"),
                Arguments.of(FakeKeys.REVOKED, "api-key", "credential-refused", "user not found", "check the key"),
                Arguments.of(FakeKeys.FOREIGN, "api-key", "credential-refused", "Invalid token.", "check the key"),
                Arguments.of(
                        FakeKeys.accessToken(1),
                        "oauth",
                        "credential-refused",
                        "Authentication required",
                        "auth login"),
                Arguments.of(NO_INVOKE, "oauth", "missing-permission", "does not have permission", "chutes:invoke"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 503})
    void aRefusalIsNeverAnsweredBySendingOnceMore(int status) {
        chutes.chat(Behaviour.error(status, "come back at once").withHeader("Retry-After", "0"));

        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> transport.stream(request("hi")));
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(1);
    }

    @Test
    void aKeyThatCannotBeSentMeansSigningInAgain() {
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> transport.stream(request(ChatRequest.of("hi"), "cpk_fäke\nkey", false)))
                .withMessageContaining("chutes:test")
                .withMessageNotContaining("cpk_");
    }

    @Test
    void aRefusalBeforeTheFirstTokenIsThrownAtOnce() {
        chutes.chat(Behaviour.coldModel());

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> transport.stream(request("hi")))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("cold");
                    assertThat(e.details().model()).isEqualTo("zai-org/GLM-4.7-Flash");
                    assertThat(e.details().profileId()).isEqualTo("chutes:test");
                });
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> transport.complete(request("hi")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("cold"));
    }

    @Test
    void aRefusedCredentialIsNotPrinted() {
        CompletionRequest request = request(ChatRequest.of("hi"), FakeKeys.REVOKED, false);

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> transport.stream(request))
                .withMessageNotContaining(FakeKeys.REVOKED);
    }

    @Test
    void aModelOutsideATrustedEnvironmentRefusesWhenOneIsDemanded() {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> transport.stream(request(ChatRequest.of("hi"), FakeKeys.GOOD, true)))
                .satisfies(e -> assertThat(e.code()).isEqualTo("not-in-tee"));
    }
}
