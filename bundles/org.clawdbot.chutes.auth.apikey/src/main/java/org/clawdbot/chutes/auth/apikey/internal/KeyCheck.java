package org.clawdbot.chutes.auth.apikey.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.FailedExchange;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.Lazy;
import org.jspecify.annotations.Nullable;

/**
 * Asks Chutes whether a key is good.
 *
 * <p>The account service knows the owner, but refuses keys that may only invoke models, with the same answer as a wrong
 * key. A refused key is therefore shown to the inference service too, with a request that names no model: it is answered
 * 404 after the key was accepted, costs nothing, and 401 otherwise.
 */
final class KeyCheck {

    private static final System.Logger LOG = System.getLogger(ApiKeyAuthStrategy.PID);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long MAX_BODY = 64L * 1024;
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String NO_MODEL = "{\"model\":\"\",\"messages\":[],\"stream\":false}";
    private static final ErrorDetails CHUTES = ErrorDetails.ofProvider(ApiKeyAuthStrategy.PROVIDER);

    private final Lazy<OkHttpClient> http;
    private final @Nullable Endpoint account;
    private final Endpoint inference;

    KeyCheck(Supplier<OkHttpClient> http, @Nullable Endpoint account, Endpoint inference) {
        this.http =
                new Lazy<>(() -> http.get().newBuilder().callTimeout(TIMEOUT).build());
        this.account = account;
        this.inference = inference;
    }

    /** Gives the name of the account, or null if the key is good but the name is not to be had. */
    @Nullable
    String verify(Secret key) {
        if (account != null) {
            try (Response response = send(authorized(key).url(account.at("/users/me")), account)) {
                if (response.isSuccessful()) {
                    return username(body(response)).orElse(null);
                }
                if (response.code() != 401 && response.code() != 403) {
                    throw refused(response);
                }
            } catch (IOException e) {
                throw ChutesErrors.of(e, account.host(), CHUTES);
            }
        }
        tryInference(key);
        return null;
    }

    private void tryInference(Secret key) {
        Request.Builder probe =
                authorized(key).url(inference.at("/chat/completions")).post(RequestBody.create(NO_MODEL, JSON));
        try (Response response = send(probe, inference)) {
            if (response.code() != 404) {
                throw refused(response);
            }
        } catch (IOException e) {
            throw ChutesErrors.of(e, inference.host(), CHUTES);
        }
    }

    private static Request.Builder authorized(Secret key) {
        try {
            return new Request.Builder().header("Authorization", "Bearer " + key.reveal());
        } catch (IllegalArgumentException e) {
            throw new SignInRequiredException(
                    "malformed-credential",
                    "The key holds characters that no key has; copy it anew from where it was made",
                    CHUTES,
                    null);
        }
    }

    private Response send(Request.Builder request, Endpoint endpoint) throws IOException {
        LOG.log(System.Logger.Level.DEBUG, "Asking {0} whether a key is good", endpoint.host());
        return http.get().newCall(request.build()).execute();
    }

    private static ModelException refused(Response response) throws IOException {
        return ChutesErrors.of(
                new FailedExchange(response.code(), body(response), response::header, AuthMode.API_KEY), CHUTES);
    }

    private static String body(Response response) throws IOException {
        return response.peekBody(MAX_BODY).string();
    }

    private static Optional<String> username(String body) {
        try {
            return Json.object(Json.parse(body)).flatMap(user -> Json.text(user, "username"));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
