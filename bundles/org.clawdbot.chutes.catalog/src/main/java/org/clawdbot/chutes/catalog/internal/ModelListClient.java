package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.FailedExchange;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.Lazy;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;

/** Fetches {@code GET {baseUrl}/models}; the list is public, so no credential is sent. */
final class ModelListClient {

    private static final int MAX_BYTES = 32 * 1024 * 1024;
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final ErrorDetails CHUTES = ErrorDetails.ofProvider(LiveModelCatalog.PROVIDER);

    private final Lazy<OkHttpClient> http;
    private final Endpoint endpoint;

    ModelListClient(Supplier<OkHttpClient> http, Endpoint endpoint, Duration timeout) {
        this.http = new Lazy<>(() -> http.get()
                .newBuilder()
                .callTimeout(timeout)
                .readTimeout(timeout)
                .build());
        this.endpoint = endpoint;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Gives the server's own bytes, so that they can be kept as they are. */
    byte[] fetch() {
        Request request = new Request.Builder()
                .url(endpoint.at("/models"))
                .header("Accept", "application/json")
                .build();
        try (Response response = http.get().newCall(request).execute()) {
            if (!response.isSuccessful()) {
                String body = new String(bytes(response, MAX_ERROR_BYTES), StandardCharsets.UTF_8);
                throw ChutesErrors.of(new FailedExchange(response.code(), body, response::header), CHUTES);
            }
            byte[] body = bytes(response, MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw unusable("is larger than " + MAX_BYTES / (1024 * 1024) + " MiB", null);
            }
            return body;
        } catch (IOException e) {
            throw ChutesErrors.of(e, endpoint.host(), CHUTES);
        }
    }

    ModelList parse(byte[] body) {
        try {
            return ModelList.of(LiveModelCatalog.PROVIDER, Json.parse(body))
                    .orElseThrow(() -> unusable("holds no \"data\" list", null));
        } catch (JsonException e) {
            throw unusable("is " + e.getMessage(), e);
        }
    }

    private ProviderUnavailableException unusable(String reason, @Nullable Throwable cause) {
        return new ProviderUnavailableException(
                "bad-answer",
                "The model list of " + endpoint.host() + " " + reason + "; check baseUrl, or try again",
                CHUTES,
                cause);
    }

    private static byte[] bytes(Response response, int limit) throws IOException {
        try (InputStream stream = response.body().byteStream()) {
            return stream.readNBytes(limit);
        }
    }
}
