package org.clawdbot.chutes.account.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.FailedExchange;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.Lazy;
import org.jspecify.annotations.Nullable;

/** Reads documents of the account service. */
final class AccountClient {

    private static final System.Logger LOG = System.getLogger(ChutesAccountService.PID);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_BYTES = 1024 * 1024;

    private final Lazy<OkHttpClient> http;
    private final Endpoint endpoint;

    AccountClient(Supplier<OkHttpClient> http, Endpoint endpoint) {
        this.http =
                new Lazy<>(() -> http.get().newBuilder().callTimeout(TIMEOUT).build());
        this.endpoint = endpoint;
    }

    /** Gives the JSON value at a path, as {@link Json} reads it. */
    @Nullable
    Object get(String path, Credential credential) {
        ErrorDetails known = ErrorDetails.ofProvider(credential.provider()).withProfile(credential.profileId());
        LOG.log(System.Logger.Level.DEBUG, "GET {0}{1}", endpoint.host(), path);
        try (Response response =
                http.get().newCall(request(path, credential, known)).execute()) {
            byte[] body = bytes(response);
            if (!response.isSuccessful()) {
                throw ChutesErrors.of(
                        new FailedExchange(response.code(), new String(body, StandardCharsets.UTF_8), response::header),
                        known);
            }
            return Json.parse(body);
        } catch (JsonException e) {
            throw new ProviderUnavailableException(
                    "bad-answer",
                    "What " + endpoint.host() + " says about the account is " + e.getMessage()
                            + "; check accountUrl, or try again",
                    known,
                    e);
        } catch (IOException e) {
            throw ChutesErrors.of(e, endpoint.host(), known);
        }
    }

    private Request request(String path, Credential credential, ErrorDetails known) {
        Request.Builder request = new Request.Builder().url(endpoint.at(path)).header("Accept", "application/json");
        try {
            return request.header(
                            "Authorization", "Bearer " + credential.token().reveal())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new SignInRequiredException(
                    "malformed-credential",
                    "The credential of profile " + credential.profileId()
                            + " holds characters that none has; sign in again",
                    known,
                    null);
        }
    }

    private static byte[] bytes(Response response) throws IOException {
        try (InputStream stream = response.body().byteStream()) {
            return stream.readNBytes(MAX_BYTES);
        }
    }
}
