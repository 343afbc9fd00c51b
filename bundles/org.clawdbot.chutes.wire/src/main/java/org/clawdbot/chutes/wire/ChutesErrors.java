package org.clawdbot.chutes.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.AuthMode;
import org.jspecify.annotations.Nullable;

/**
 * The one mapper from what Chutes answers to what the caller is told. The status decides first; the text of the answer
 * only tells cases of one status apart.
 */
public final class ChutesErrors {

    /** The header with the id of the call, to be quoted in a report. */
    public static final String INVOCATION_ID = "X-Chutes-InvocationID";

    private static final String BILLING = "https://chutes.ai/app/api/billing-balance";
    private static final String KEYS = "https://chutes.ai/app/api";
    private static final String LOGIN = "`clawdbot models auth login --provider chutes --method oauth`";
    private static final int MAX_TEXT = 300;
    private static final long MAX_RETRY_AFTER_SECONDS = 86_400;
    private static final Pattern BANNED = Pattern.compile("(?i)\\b(?:un)?ban(?:ned|s)?\\b");

    /** How engines say that prompt and answer do not fit. */
    private static final String[] OVERFLOW = {
        "context length",
        "maximum context",
        "context window",
        "token count",
        "max_model_len",
        "prompt is too long",
        "input is too long",
        "longer than the model",
        "maximum allowed length"
    };

    private ChutesErrors() {}

    /**
     * Maps an answer other than success.
     *
     * @param exchange the answer
     * @param known what the caller knows about the request
     * @return the error to throw
     */
    public static ModelException of(FailedExchange exchange, ErrorDetails known) {
        ErrorDetails details = known.withAnswer(
                        exchange.status(), exchange.header().apply(INVOCATION_ID), retryAfter(exchange))
                .withLimits(LimitHeaders.read(exchange.header()));
        ErrorText text = ErrorText.of(exchange.body());
        if (exchange.status() < 400) {
            return new ProviderUnavailableException(
                    "redirect",
                    "The server answered with status " + exchange.status()
                            + " instead of what was asked for; redirects are not followed, so check baseUrl",
                    details,
                    null);
        }
        return switch (exchange.status()) {
            case 401 ->
                new SignInRequiredException(
                        "credential-refused",
                        "Chutes refused the credential" + quoted(text) + "; " + renewal(exchange.authMode()),
                        details,
                        null);
            case 402 -> payment(text, details);
            case 403 -> forbidden(text, exchange.authMode(), details);
            case 404 -> notFound(text, details);
            case 408 -> broken("server-timeout", exchange.status(), text, details);
            case 413 ->
                new RequestRejectedException(
                        "too-large", "The request is larger than Chutes accepts; send less at once", details, null);
            case 426 ->
                new PolicyException(
                        "not-in-tee",
                        "The model does not run in a trusted execution environment, and only such models are allowed",
                        details,
                        null);
            case 429 -> tooMany(text, details);
            case 503 -> unavailable(text, details);
            case 504 ->
                new ProviderUnavailableException(
                        "gateway-timeout",
                        "Chutes gave up waiting for the model" + quoted(text)
                                + "; ask for a stream, which has no such limit, or for less",
                        details,
                        null);
            default -> exchange.status() >= 500 ? failed(exchange.status(), text, details) : rejected(text, details);
        };
    }

    /**
     * Maps a failure to reach Chutes or to read its answer.
     *
     * @param failure what the network said
     * @param host where the request went, for the message
     * @param known what the caller knows about the request
     * @return the error to throw
     */
    public static ModelException of(IOException failure, String host, ErrorDetails known) {
        if (failure instanceof UnknownServiceException) {
            return new PolicyException(
                    "plain-http",
                    "Nothing was sent to " + host + ": plain http: is only for this machine itself; use https:",
                    known,
                    failure);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new RequestCancelledException("The request was cancelled", known, failure);
        }
        if (failure instanceof UnknownHostException) {
            return new ProviderUnavailableException(
                    "dns", "The name " + host + " cannot be looked up; check the network and baseUrl", known, failure);
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return new ProviderUnavailableException(
                    "connect",
                    "Nothing answers at " + host + "; check the network, the proxy and baseUrl",
                    known,
                    failure);
        }
        if (failure instanceof InterruptedIOException) {
            return new ProviderUnavailableException(
                    "timeout", host + " did not answer in time; try again, or raise the timeouts", known, failure);
        }
        if (failure instanceof SSLException) {
            return new ProviderUnavailableException(
                    "tls",
                    "No secure connection to " + host + "; check its certificate, the clock and the proxy",
                    known,
                    failure);
        }
        return new ProviderUnavailableException(
                "network", "The connection to " + host + " failed; try again", known, failure);
    }

    /**
     * Makes a server's text fit for a message: one line, bounded, and without anything that looks like a credential.
     *
     * @param text what the server wrote
     * @return what may be shown
     */
    public static String presentable(String text) {
        String oneLine = text.replaceAll("[\\p{Cntrl}\\s]+", " ")
                .replaceAll("\\b(cpk|cak|crt|csc|sk)[_-][A-Za-z0-9._-]+", "$1_…")
                .replaceAll("\\beyJ[A-Za-z0-9._-]+", "eyJ…")
                .strip();
        return oneLine.length() <= MAX_TEXT ? oneLine : oneLine.substring(0, MAX_TEXT) + "…";
    }

    /**
     * Gives what failed, without the advice that the messages of this mapper end with.
     *
     * @param error any error
     * @return the first part of its message
     */
    public static String reason(ModelException error) {
        String message = error.getMessage() == null ? error.code() : error.getMessage();
        int advice = message.lastIndexOf("; ");
        boolean isQuoted = advice < message.lastIndexOf('"');
        return advice < 0 || isQuoted ? message : message.substring(0, advice);
    }

    /** Chutes itself answers in JSON; a page comes from what stands before it and knows nothing of credentials. */
    private static ModelException forbidden(ErrorText text, @Nullable String authMode, ErrorDetails details) {
        if (!text.json()) {
            return new ProviderUnavailableException(
                    "gateway-refused",
                    "A gateway in front of Chutes, such as a firewall or a proxy, refused the request" + quoted(text)
                            + "; check the network and the proxy, since the credential was not even looked at",
                    details,
                    null);
        }
        return new SignInRequiredException(
                "missing-permission",
                "Chutes does not allow this credential to do that" + quoted(text) + "; " + permission(authMode),
                details,
                null);
    }

    private static ModelException payment(ErrorText text, ErrorDetails details) {
        if (text.contains("creator of this chute")) {
            return new ModelUnavailableException(
                    "creator-balance",
                    "Whoever offers this model on Chutes has run out of balance; use another model",
                    details,
                    null);
        }
        if (text.contains("tee models require")) {
            return new QuotaExceededException(
                    "tee-subscription",
                    "Models in a trusted execution environment need a subscription or a positive balance" + quoted(text)
                            + "; see " + BILLING,
                    null,
                    details);
        }
        if (text.contains("usage cap")) {
            return new QuotaExceededException(
                    "subscription-cap",
                    "The cap of the subscription for these hours or this month is reached" + quoted(text)
                            + "; wait for the next period or top up at " + BILLING,
                    null,
                    details);
        }
        return quota("quota", text, details);
    }

    private static String renewal(@Nullable String authMode) {
        if (AuthMode.OAUTH.equals(authMode)) {
            return "sign in again with " + LOGIN;
        }
        return AuthMode.API_KEY.equals(authMode) ? "check the key at " + KEYS + " and sign in again" : "sign in again";
    }

    private static String permission(@Nullable String authMode) {
        if (AuthMode.OAUTH.equals(authMode)) {
            return "the sign-in lacks the scope chutes:invoke; allow it for the app and sign in again with " + LOGIN;
        }
        return AuthMode.API_KEY.equals(authMode)
                ? "make a key at " + KEYS + " that may invoke all chutes"
                : "it needs permission to invoke chutes";
    }

    private static ModelException quota(String code, ErrorText text, ErrorDetails details) {
        Instant resetAt = text.member("quota_reset_timestamp")
                .flatMap(ChutesErrors::instant)
                .orElse(null);
        String when = resetAt == null ? "" : "; the quota starts anew at " + resetAt;
        return new QuotaExceededException(
                code,
                "The quota or balance of the account is used up" + quoted(text) + when + "; top up at " + BILLING,
                resetAt,
                details);
    }

    private static ModelException notFound(ErrorText text, ErrorDetails details) {
        if (text.contains("matching cord")) {
            return new RequestRejectedException(
                    "unsupported", "Chutes does not offer this operation for the model" + quoted(text), details, null);
        }
        return new ModelNotFoundException(
                "Chutes has no model " + details.model() + "; see `clawdbot models list`", List.of(), details);
    }

    private static ModelException tooMany(ErrorText text, ErrorDetails details) {
        if (!text.json()) {
            return new ProviderUnavailableException(
                    "ingress-limit",
                    "What stands before Chutes refused the request" + quoted(text)
                            + ", as it does to senders that are not signed in and to those that send too much; check"
                            + " the credential, and wait before trying again",
                    details,
                    null);
        }
        if (text.contains("free models limit")) {
            return quota("free-limit", text, details);
        }
        if (text.contains("balance")) {
            return quota("quota", text, details);
        }
        if (text.contains("capacity", "no_targets", "overload")) {
            return new ModelUnavailableException(
                    "capacity",
                    "The model is full now; try again " + after(details, "in a while") + " or use another model",
                    details,
                    null);
        }
        if (text.contains("maintenance", "disabled")) {
            return new ModelUnavailableException(
                    "maintenance", "Chutes works on the model now" + quoted(text) + "; use another one", details, null);
        }
        if (BANNED.matcher(text.message().orElse("")).find()) {
            return new ProviderUnavailableException(
                    "banned",
                    "Chutes shut this account out for a while" + quoted(text)
                            + "; send nothing until that is over, because every further try makes it longer",
                    details,
                    null);
        }
        return new ProviderUnavailableException(
                "rate-limit",
                "Chutes limits the rate of requests" + quoted(text) + "; try again " + after(details, "after a while")
                        + " and send fewer",
                details,
                null);
    }

    private static ModelException unavailable(ErrorText text, ErrorDetails details) {
        if (text.contains("disabled")) {
            return new ModelUnavailableException(
                    "disabled", "Chutes has switched the model off; use another model", details, null);
        }
        if (text.contains("no instances")) {
            return new ModelUnavailableException(
                    "cold",
                    "The model is cold: no instance of it runs yet; try again " + after(details, "in a few minutes")
                            + " or use another model",
                    details,
                    null);
        }
        return broken("server-error", 503, text, details);
    }

    private static ModelException failed(int status, ErrorText text, ErrorDetails details) {
        if (text.contains("exhausted all available targets")) {
            return new ModelUnavailableException(
                    "instances-failed",
                    "Every instance of the model that was tried failed; try once more or use another model",
                    details,
                    null);
        }
        return broken("server-error", status, text, details);
    }

    private static ModelException broken(String code, int status, ErrorText text, ErrorDetails details) {
        return new ProviderUnavailableException(
                code, "Chutes answered with status " + status + quoted(text) + "; try again", details, null);
    }

    private static ModelException rejected(ErrorText text, ErrorDetails details) {
        if (text.contains(OVERFLOW)) {
            return new RequestRejectedException(
                    "context-overflow",
                    "The conversation is longer than the model can read" + quoted(text)
                            + "; shorten it or lower maxTokens",
                    details,
                    null);
        }
        if (text.contains("regex-based structured output")) {
            return new RequestRejectedException(
                    "regex-refused",
                    "Chutes takes no regular expressions for the form of an answer" + quoted(text)
                            + "; leave them out and check the answer yourself",
                    details,
                    null);
        }
        return new RequestRejectedException(
                "invalid-request", "Chutes refused the request" + quoted(text), details, null);
    }

    /** Says when to try again, in the server's word if it gave one. */
    private static String after(ErrorDetails details, String otherwise) {
        Duration asked = details.retryAfter();
        return asked == null || asked.isZero() ? otherwise : "in " + asked.toSeconds() + " s";
    }

    private static String quoted(ErrorText text) {
        return text.message().map(message -> " (\"" + message + "\")").orElse("");
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Duration retryAfter(FailedExchange exchange) {
        String value = exchange.header().apply("Retry-After");
        if (value == null || !value.strip().matches("[0-9]{1,9}")) {
            return null;
        }
        return Duration.ofSeconds(Math.min(MAX_RETRY_AFTER_SECONDS, Long.parseLong(value.strip())));
    }
}
