package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.FailedExchange;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.Lazy;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;

/** Asks {@code GET {baseUrl}/models}. */
final class ModelListClient {

    static final ErrorDetails CHUTES = ErrorDetails.ofProvider(LiveModelCatalog.PROVIDER);

    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private final Calls calls;
    private final Endpoint endpoint;
    private final Lazy<HttpUrl> address;

    ModelListClient(Calls calls, Endpoint endpoint) {
        this.calls = calls;
        this.endpoint = endpoint;
        this.address = new Lazy<>(() -> HttpUrl.get(endpoint.at("/models")));
    }

    /**
     * A list that has arrived.
     *
     * @param rows what the rows say
     * @param validator by which the server recognises it
     */
    record Fetched(ModelList rows, Validator validator) {}

    /**
     * Asks once.
     *
     * @param known by what the server may recognise the list that is known
     * @param credential what to send, or null for nothing
     * @param copies begins a copy of the server's own bytes, which is kept if they are a list
     * @return the list, or empty if the server says that it is still the one that is known
     */
    Optional<Fetched> fetch(Validator known, @Nullable Credential credential, Function<Validator, ListCopy> copies) {
        Request.Builder request = new Request.Builder().url(address.get()).header("Accept", "application/json");
        known.addTo(request);
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential.token().reveal());
        }
        ErrorDetails details = credential == null ? CHUTES : CHUTES.withProfile(credential.profileId());
        try {
            return calls.run(request.build(), response -> {
                if (!known.equals(Validator.NONE) && response.code() == HttpURLConnection.HTTP_NOT_MODIFIED) {
                    return Optional.empty();
                }
                if (!response.isSuccessful()) {
                    String body = new String(Calls.body(response, MAX_ERROR_BYTES), StandardCharsets.UTF_8);
                    throw ChutesErrors.of(new FailedExchange(response.code(), body, response::header), details);
                }
                Validator validator = Validator.of(response);
                try (ListCopy copy = copies.apply(validator)) {
                    ModelList rows = rows(response, copy);
                    copy.commit();
                    return Optional.of(new Fetched(rows, validator));
                }
            });
        } catch (IOException e) {
            throw ChutesErrors.of(e, endpoint.host(), details);
        }
    }

    private ModelList rows(Response response, ListCopy copy) throws IOException {
        if (response.body().contentLength() > MAX_BYTES) {
            throw tooLong();
        }
        try (ListBody body = new ListBody(response.body().byteStream(), copy, MAX_BYTES, this::tooLong)) {
            try {
                return ModelList.read(LiveModelCatalog.PROVIDER, body)
                        .orElseThrow(() -> unusable("holds no \"data\" list", null));
            } catch (JsonException e) {
                body.drain();
                throw unusable("is " + e.getMessage(), e);
            }
        }
    }

    private ProviderUnavailableException tooLong() {
        return unusable("is larger than " + MAX_BYTES / (1024 * 1024) + " MiB", null);
    }

    private ProviderUnavailableException unusable(String reason, @Nullable Throwable cause) {
        return new ProviderUnavailableException(
                "bad-answer",
                "The model list of " + endpoint.host() + " " + reason + "; check baseUrl, or try again",
                CHUTES,
                cause);
    }
}
