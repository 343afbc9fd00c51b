package org.clawdbot.chutes.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChutesErrorsTest {

    private static final ErrorDetails KNOWN = ErrorDetails.ofProvider("chutes").withModel("a/b");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    307 | ''                                                                  | redirect           | ProviderUnavailableException
                    401 | {"detail":"Invalid token or user not found"}                        | credential-refused | SignInRequiredException
                    403 | {"detail":"Token does not have permission for this resource"}       | missing-permission | SignInRequiredException
                    403 | <html><body>Forbidden</body></html>                                 | gateway-refused    | ProviderUnavailableException
                    403 | error code: 1020                                                    | gateway-refused    | ProviderUnavailableException
                    403 | ''                                                                  | gateway-refused    | ProviderUnavailableException
                    404 | {"detail":"model not found: a/b"}                                   | model-not-found    | ModelNotFoundException
                    404 | {"detail":"No matching chute found!"}                               | model-not-found    | ModelNotFoundException
                    404 | {"detail":"No matching cord found!"}                                | unsupported        | RequestRejectedException
                    413 | {"detail":"Request body is too large."}                             | too-large          | RequestRejectedException
                    422 | {"detail":[{"type":"missing","loc":["body","x"],"msg":"Field required"}]} | invalid-request | RequestRejectedException
                    426 | {"detail":"This chute does not have TEE enabled."}                  | not-in-tee         | PolicyException
                    429 | {"detail":"Infrastructure is at maximum capacity, try again later"} | capacity           | ModelUnavailableException
                    429 | {"detail":"Rate limit exceeded. Try again later."}                  | rate-limit         | ProviderUnavailableException
                    429 | <html><body>Too Many Requests</body></html>                         | ingress-limit      | ProviderUnavailableException
                    429 | {"detail":"Free models limit reached for today - maintain >= $10 balance"} | free-limit  | QuotaExceededException
                    402 | {"detail":"Subscription usage cap exceeded. Please add balance to continue."} | subscription-cap | QuotaExceededException
                    402 | {"detail":"TEE models require an active subscription or positive balance."} | tee-subscription | QuotaExceededException
                    402 | {"detail":"Chute unavailable because the creator of this chute {chute.user_id=} has zero balance."} | creator-balance | ModelUnavailableException
                    402 | {"detail":{"message":"Quota exceeded and account balance is $0.0"}} | quota             | QuotaExceededException
                    400 | {"detail":"Regex-based structured output is temporarily disabled."}  | regex-refused      | RequestRejectedException
                    400 | {"detail":"File content not currently supported"}                   | invalid-request    | RequestRejectedException
                    400 | {"error":{"message":"This model's maximum context length is 32768 tokens","code":400}} | context-overflow | RequestRejectedException
                    400 | {"object":"error","message":"The prompt is too long: 99 tokens"}    | context-overflow   | RequestRejectedException
                    408 | ''                                                                  | server-timeout     | ProviderUnavailableException
                    429 | {"detail":"no_targets"}                                             | capacity           | ModelUnavailableException
                    429 | {"detail":"infra_overload"}                                         | capacity           | ModelUnavailableException
                    429 | {"detail":"Model temporarily disabled for maintenance"}             | maintenance        | ModelUnavailableException
                    429 | {"detail":"You are banned for 600 seconds"}                         | banned             | ProviderUnavailableException
                    429 | ''                                                                  | ingress-limit      | ProviderUnavailableException
                    429 | Too many requests                                                   | ingress-limit      | ProviderUnavailableException
                    500 | {"detail":"No result returned from upstream"}                       | server-error       | ProviderUnavailableException
                    502 | <html><h1>502 Bad Gateway</h1></html>                               | server-error       | ProviderUnavailableException
                    503 | {"detail":"No instances available (yet) for chute_id='x'"}          | cold               | ModelUnavailableException
                    503 | {"detail":"This chute is currently disabled."}                      | disabled           | ModelUnavailableException
                    503 | ''                                                                  | server-error       | ProviderUnavailableException
                    500 | {"detail":"exhausted all available targets to no avail"}            | instances-failed   | ModelUnavailableException
                    504 | <html/>                                                             | gateway-timeout       | ProviderUnavailableException
                    """)
    void tellsTheAnswersOfTheGatewayApart(int status, String body, String code, String type) {
        ModelException error = ChutesErrors.of(exchange(status, body), KNOWN);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.getClass().getSimpleName()).isEqualTo(type);
        assertThat(error.details().httpStatus()).isEqualTo(status);
        assertThat(error.details().model()).isEqualTo("a/b");
    }

    @ParameterizedTest
    @CsvSource({
        "401, api-key, check the key at, auth login",
        "401, oauth, clawdbot models auth login --provider chutes --method oauth, the key",
        "401, , sign in again, the key",
        "403, api-key, make a key, scope",
        "403, oauth, scope chutes:invoke, a key",
        "403, , permission to invoke chutes, key"
    })
    void adviceFitsTheKindOfCredentialThatWasRefused(int status, String mode, String says, String never) {
        FailedExchange refused = new FailedExchange(status, "{}", name -> null, mode);

        assertThat(ChutesErrors.of(refused, KNOWN)).hasMessageContaining(says).hasMessageNotContaining(never);
    }

    @Test
    void aUsedUpQuotaCarriesItsResetTime() {
        String body =
                """
                {"detail":{"message":"Quota exceeded and account balance is $0.0",
                 "quota_reset_timestamp":"2026-08-23T00:00:00+00:00"}}""";

        ModelException error = ChutesErrors.of(exchange(402, body), KNOWN);

        assertThat(((QuotaExceededException) error).resetAt()).contains(Instant.parse("2026-08-23T00:00:00Z"));
        assertThat(error).hasMessageContaining("Quota exceeded").hasMessageContaining("2026-08-23");
    }

    @Test
    void findsTheEnginesOwnWordsWithinTheGatewaysText() {
        String body =
                """
                {"detail":"Invalid request: Invalid request: {\\"detail\\":{\\"object\\":\\"error\\",\\"message\\":\\"Requested \
                token count exceeds the model's maximum context length of 40960 tokens\\",\\"code\\":400}}"}""";

        ModelException error = ChutesErrors.of(exchange(400, body), KNOWN);

        assertThat(error.code()).isEqualTo("context-overflow");
        assertThat(error)
                .hasMessageContaining("maximum context length of 40960")
                .hasMessageNotContaining("{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":{\"detail\":{\"message\":\"out of range\"}}}",
                "{\"detail\":\"Invalid request: {\\\"message\\\":\\\"out of range\\\"} (engine)\"}",
                "{\"error\":\"out of range\"}",
                "{\"error\":{\"message\":\"out of range\",\"type\":\"x\"}}",
                "{\"detail\":[\"out of range\"]}",
                "[{\"msg\":\"out of range\"}]",
                "\"out of range\"",
                "out of range"
            })
    void findsTheReasonInEveryShapeOfBody(String body) {
        assertThat(ChutesErrors.of(exchange(400, body), KNOWN)).hasMessageContaining("(\"out of range\")");
    }

    @Test
    void anyBodyGivesAnErrorOfBoundedLength() {
        Random random = new Random(11);
        String[] parts = {
            "{",
            "}",
            "[",
            "]",
            "\"detail\":",
            "\"message\":",
            "\"error\":",
            "\"",
            "{\\\"detail\\\":",
            "null",
            ",",
            "x",
            "<",
            "\n"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                body.append(parts[random.nextInt(parts.length)]);
            }
            int status = 400 + random.nextInt(200);

            assertThat(ChutesErrors.of(exchange(status, body.toString()), KNOWN).getMessage())
                    .isNotBlank()
                    .hasSizeLessThan(800)
                    .doesNotContain("\n");
        }
    }

    @Test
    void aValidationErrorNamesThePlace() {
        String body =
                "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"messages\",0],\"msg\":\"Field required\"}]}";

        assertThat(ChutesErrors.of(exchange(422, body), KNOWN)).hasMessageContaining("body.messages.0: Field required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[]", "null", "{\"detail\":null}", "{\"detail\":\"\"}", "<html/>", "{\"detail\":"})
    void aBodyWithoutAReasonStillGivesASentence(String body) {
        for (int status : new int[] {400, 401, 402, 403, 404, 413, 418, 422, 426, 429, 500, 502, 503, 504}) {
            assertThat(ChutesErrors.of(exchange(status, body), KNOWN).getMessage())
                    .isNotBlank()
                    .doesNotContain("\"\"")
                    .doesNotContain("html");
        }
    }

    @Test
    void keepsWhatTheHeadersSayAboutTheAccount() {
        FailedExchange exchange = new FailedExchange(
                429,
                "{}",
                Map.of("X-Chutes-Quota-Total", "300", "X-Chutes-Quota-Used", "300", "X-Chutes-RL-User", "inf")::get);

        assertThat(ChutesErrors.of(exchange, KNOWN).details().limits())
                .isEqualTo(new AccountLimits(300L, 300L, null, null));
        assertThat(ChutesErrors.of(exchange(429, "{}"), KNOWN).details().limits())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    429 | {"detail":"Infrastructure is at maximum capacity"}    | try again in 90 s
                    429 | {"detail":"Rate limit exceeded"}                      | try again in 90 s
                    503 | {"detail":"No instances available (yet)"}             | try again in 90 s
                    """)
    void saysWhenToComeBackIfTheServerDoes(int status, String body, String says) {
        FailedExchange exchange = new FailedExchange(status, body, Map.of("Retry-After", "90")::get);

        assertThat(ChutesErrors.of(exchange, KNOWN)).hasMessageContaining(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    429 | {"detail":"at maximum capacity"} | The model is full now
                    500 | {"detail":"one; two"}            | Chutes answered with status 500 ("one; two")
                    422 | {"detail":"one; two"}            | Chutes refused the request ("one; two")
                    """)
    void theReasonIsTheMessageWithoutTheAdvice(int status, String body, String reason) {
        assertThat(ChutesErrors.reason(ChutesErrors.of(exchange(status, body), KNOWN)))
                .isEqualTo(reason);
    }

    @Test
    void keepsInvocationIdAndRetryAfter() {
        FailedExchange exchange =
                new FailedExchange(429, "{}", Map.of("X-Chutes-InvocationID", "inv-1", "Retry-After", "7")::get);

        ErrorDetails details = ChutesErrors.of(exchange, KNOWN).details();

        assertThat(details.invocationId()).isEqualTo("inv-1");
        assertThat(details.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpk_0000secret.0000", "cak_0000-secret.00", "sk-secret", "eyJhbGciOi.secret-0_0.sig"})
    void neverRepeatsACredentialThatTheServerEchoed(String credential) {
        String body = "{\"detail\":\"Bad key " + credential + " given\"}";

        assertThat(ChutesErrors.of(exchange(401, body), KNOWN)).hasMessageNotContaining("secret");
    }

    @Test
    void aModelWhoseNameSoundsLikeAPartOfTheGatewayIsStillOnlyNotFound() {
        ModelException error = ChutesErrors.of(exchange(404, "{\"detail\":\"model not found: a/discord-b\"}"), KNOWN);

        assertThat(error.code()).isEqualTo("model-not-found");
    }

    static Stream<Arguments> networkFailures() {
        return Stream.of(
                Arguments.of(new UnknownHostException("x"), "dns"),
                Arguments.of(new ConnectException("refused"), "connect"),
                Arguments.of(new SocketTimeoutException("read"), "timeout"),
                Arguments.of(new SSLHandshakeException("bad"), "tls"),
                Arguments.of(new IOException("reset"), "network"));
    }

    @ParameterizedTest
    @MethodSource("networkFailures")
    void namesWhatIsWrongWithTheNetwork(IOException failure, String code) {
        ModelException error = ChutesErrors.of(failure, "llm.example", KNOWN);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error).hasMessageContaining("llm.example");
        assertThat(error.retryable()).isTrue();
    }

    @Test
    void refusedPlainHttpIsAMatterOfTheHostsRules() {
        ModelException error = ChutesErrors.of(new UnknownServiceException("no"), "llm.example", KNOWN);

        assertThat(error.code()).isEqualTo("plain-http");
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void anInterruptedThreadMeansTheCallerGaveUp() {
        Thread.currentThread().interrupt();
        try {
            assertThat(ChutesErrors.of(new IOException("interrupted"), "llm.example", KNOWN))
                    .isInstanceOf(RequestCancelledException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static FailedExchange exchange(int status, String body) {
        return new FailedExchange(status, body, name -> null);
    }
}
