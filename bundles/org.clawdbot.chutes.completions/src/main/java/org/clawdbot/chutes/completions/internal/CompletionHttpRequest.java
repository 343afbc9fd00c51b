package org.clawdbot.chutes.completions.internal;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.error.SignInRequiredException;

/** Makes the HTTP request of a completion. */
final class CompletionHttpRequest {

    private static final MediaType JSON = MediaType.get("application/json");

    /** What this transport itself says; nobody else may. */
    private static final Set<String> RESERVED = Set.of("authorization", "content-type", "content-length", "host");

    private CompletionHttpRequest() {}

    static Request of(CompletionRequest request, TransportSettings settings, boolean stream) {
        Request.Builder builder = new Request.Builder()
                .url(settings.endpoint().at("/chat/completions"))
                .header("Accept", stream ? "text/event-stream" : "application/json");
        add(builder, settings.headers());
        add(builder, request.chat().headers());
        if (request.teeOnly()) {
            builder.header("X-TEE-Only", "true");
        }
        authorize(builder, request.credential());
        return builder.post(RequestBody.create(CompletionBody.write(request, stream), JSON))
                .build();
    }

    private static void authorize(Request.Builder builder, Credential credential) {
        try {
            builder.header("Authorization", "Bearer " + credential.token().reveal());
        } catch (IllegalArgumentException e) {
            throw new SignInRequiredException(
                    "malformed-credential",
                    "The credential " + credential.profileId() + " holds characters that cannot be sent; sign in again",
                    ErrorDetails.ofProvider(ChutesTransport.PROVIDER).withProfile(credential.profileId()),
                    null);
        }
    }

    private static void add(Request.Builder builder, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                try {
                    builder.header(name, value);
                } catch (IllegalArgumentException e) {
                    throw new RequestRejectedException(
                            "invalid-header",
                            "The header \"" + name + "\" has a name or value that cannot be sent",
                            ErrorDetails.ofProvider(ChutesTransport.PROVIDER),
                            null);
                }
            }
        });
    }
}
