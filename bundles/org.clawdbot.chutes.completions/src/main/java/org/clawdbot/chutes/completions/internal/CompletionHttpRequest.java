package org.clawdbot.chutes.completions.internal;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.LimitHeaders;

/**
 * The HTTP request of a completion, and how to read the reply to it.
 *
 * @param http makes what to send
 * @param rules how to read what comes back
 */
record CompletionHttpRequest(Request.Builder http, ReplyRules rules) {

    private static final MediaType JSON = MediaType.get("application/json");

    /** What this transport itself says; nobody else may. */
    private static final Set<String> RESERVED = Set.of("authorization", "content-type", "content-length", "host");

    /** The address that completions are sent to; reading it takes longer than writing a short request. */
    static HttpUrl address(TransportSettings settings) {
        return HttpUrl.get(settings.endpoint().at("/chat/completions"));
    }

    static CompletionHttpRequest of(
            CompletionRequest request, HttpUrl address, TransportSettings settings, boolean stream) {
        Request.Builder builder =
                new Request.Builder().url(address).header("Accept", stream ? "text/event-stream" : "application/json");
        add(builder, settings.headers());
        add(builder, request.chat().headers());
        if (request.teeOnly()) {
            builder.header("X-TEE-Only", "true");
        }
        authorize(builder, request.credential());
        CompletionBody body = CompletionBody.of(request, stream);
        return new CompletionHttpRequest(
                builder.post(RequestBody.create(body.bytes(), JSON)), ReplyRules.of(request, body.notices()));
    }

    /** What one try sends. */
    Request with(SendOnce.Mark mark) {
        return http.tag(SendOnce.Mark.class, mark).build();
    }

    /** Starts to read a reply. */
    ReplyAssembler reply(Response response) {
        return new ReplyAssembler(
                rules, response.header(ChutesErrors.INVOCATION_ID), LimitHeaders.read(response::header));
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
