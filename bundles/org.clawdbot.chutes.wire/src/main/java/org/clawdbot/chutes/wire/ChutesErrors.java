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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    private ChutesErrors() {}

    /**
     * Maps an answer other than success.
     *
     * @param exchange the answer
     * @param known what the caller knows about the request
     * @return the error to throw
     */
    public static ModelException of(FailedExchange exchange, ErrorDetails known) {
        ErrorDetails details =
                known.withAnswer(exchange.status(), exchange.header().apply(INVOCATION_ID), retryAfter(exchange));
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
            case 402 -> quota(text, details);
            case 403 ->
                new SignInRequiredException(
                        "missing-permission",
                        "Chutes does not allow this credential to do that" + quoted(text) + "; "
                                + permission(exchange.authMode()),
                        details,
                        null);
            case 404 -> notFound(text, details);
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
            default -> exchange.status() >= 500 ? broken(exchange.status(), text, details) : rejected(text, details);
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
                .strip();
        return oneLine.length() <= MAX_TEXT ? oneLine : oneLine.substring(0, MAX_TEXT) + "…";
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

    private static ModelException quota(ErrorText text, ErrorDetails details) {
        Instant resetAt = text.member("quota_reset_timestamp")
                .flatMap(ChutesErrors::instant)
                .orElse(null);
        String when = resetAt == null ? "" : "; the quota starts anew at " + resetAt;
        return new QuotaExceededException(
                "The quota or balance of the account is used up" + quoted(text) + when + "; top up at " + BILLING,
                resetAt,
                details);
    }

    private static ModelException notFound(ErrorText text, ErrorDetails details) {
        if (text.contains("cord")) {
            return new RequestRejectedException(
                    "unsupported", "Chutes does not offer this operation for the model" + quoted(text), details, null);
        }
        return new ModelNotFoundException(
                "Chutes has no model " + details.model() + "; see `clawdbot models list`", List.of(), details);
    }

    private static ModelException tooMany(ErrorText text, ErrorDetails details) {
        if (text.contains("free models limit") || text.contains("balance")) {
            return quota(text, details);
        }
        if (text.contains("capacity") || text.contains("no_targets")) {
            return new ModelUnavailableException(
                    "capacity", "The model is full now; try again in a while or use another model", details, null);
        }
        String code = text.message().isEmpty() ? "ingress-limit" : "rate-limit";
        return new ProviderUnavailableException(
                code,
                "Chutes limits the rate of requests" + quoted(text)
                        + "; wait before trying again, and check that you are signed in",
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
                    "The model is cold: no instance of it runs yet; try again in a few minutes or use another model",
                    details,
                    null);
        }
        return broken(503, text, details);
    }

    private static ModelException broken(int status, ErrorText text, ErrorDetails details) {
        return new ProviderUnavailableException(
                "server-error", "Chutes answered with status " + status + quoted(text) + "; try again", details, null);
    }

    private static ModelException rejected(ErrorText text, ErrorDetails details) {
        String code =
                text.contains("context length") || text.contains("maximum context") || text.contains("token count")
                        ? "context-overflow"
                        : "invalid-request";
        String advice = code.equals("context-overflow") ? "; shorten the conversation or lower maxTokens" : "";
        return new RequestRejectedException(code, "Chutes refused the request" + quoted(text) + advice, details, null);
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

    /** The reason within the body of an answer, in whichever of its shapes. */
    private record ErrorText(Optional<String> message, Map<String, @Nullable Object> members) {

        static ErrorText of(String body) {
            try {
                return of(Json.parse(body));
            } catch (JsonException e) {
                return new ErrorText(Optional.empty(), Map.of());
            }
        }

        static ErrorText of(@Nullable Object value) {
            Map<String, @Nullable Object> body = Json.object(value).orElse(Map.of());
            Object detail = body.containsKey("detail") ? body.get("detail") : body.get("error");
            Map<String, @Nullable Object> members = Json.object(detail).orElse(detail == null ? body : Map.of());
            return new ErrorText(reason(detail == null ? value : detail).map(ChutesErrors::presentable), members);
        }

        Optional<String> member(String name) {
            return Json.text(members, name);
        }

        boolean contains(String lowerCase) {
            return message.map(text -> text.toLowerCase(Locale.ROOT).contains(lowerCase))
                    .orElse(false);
        }

        private static Optional<String> reason(@Nullable Object detail) {
            if (detail instanceof String text) {
                return Optional.of(unwrapped(text));
            }
            if (detail instanceof List<?> list) {
                return list.stream()
                        .map(Json::object)
                        .flatMap(Optional::stream)
                        .map(item -> Json.text(item, "msg"))
                        .flatMap(Optional::stream)
                        .findFirst();
            }
            Optional<Map<String, @Nullable Object>> members = Json.object(detail);
            Optional<Map<String, @Nullable Object>> inner = members.flatMap(object -> Json.object(object, "detail"));
            return inner.flatMap(object -> Json.text(object, "message"))
                    .or(() -> members.flatMap(object -> Json.text(object, "message")));
        }

        /** An engine's own error arrives as JSON text within the text of the gateway's error. */
        private static String unwrapped(String text) {
            int brace = text.indexOf('{');
            if (brace < 0) {
                return text;
            }
            try {
                return reason(Json.parse(text.substring(brace))).orElse(text);
            } catch (JsonException e) {
                return text;
            }
        }
    }
}
