package org.clawdbot.chutes.auth.oauth.internal;

import com.github.scribejava.core.httpclient.HttpClient;
import com.github.scribejava.core.httpclient.multipart.MultipartPayload;
import com.github.scribejava.core.model.OAuthAsyncRequestCallback;
import com.github.scribejava.core.model.OAuthRequest;
import com.github.scribejava.core.model.Response;
import com.github.scribejava.core.model.Verb;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Lets ScribeJava talk through the shared OkHttp client. Given as an instance: ScribeJava would look its client up with
 * {@code ServiceLoader}, which finds none inside OSGi.
 */
final class ScribeHttp implements HttpClient {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);
    private static final long MAX_BODY = 1024L * 1024;

    private final OkHttpClient client;

    ScribeHttp(OkHttpClient client) {
        this.client = client;
    }

    @Override
    public Response execute(
            @Nullable String userAgent, Map<String, String> headers, Verb verb, String url, byte @Nullable [] body)
            throws IOException {
        Request.Builder request = new Request.Builder().url(url);
        headers.forEach(request::header);
        String type = headers.getOrDefault(CONTENT_TYPE, DEFAULT_CONTENT_TYPE);
        request.method(verb.name(), verb.isPermitBody() ? RequestBody.create(body(body), MediaType.get(type)) : null);
        long begun = System.nanoTime();
        try (okhttp3.Response response = client.newCall(request.build()).execute()) {
            Map<String, String> answered = new HashMap<>();
            for (String name : response.headers().names()) {
                answered.put(name, String.valueOf(response.header(name)));
            }
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "{0} {1}{2} {3} {4} ms",
                    verb,
                    URI.create(url).getHost(),
                    URI.create(url).getPath(),
                    response.code(),
                    (System.nanoTime() - begun) / 1_000_000);
            return new Response(
                    response.code(),
                    response.message(),
                    answered,
                    response.peekBody(MAX_BODY).string());
        }
    }

    @Override
    public Response execute(@Nullable String userAgent, Map<String, String> headers, Verb verb, String url, String body)
            throws IOException {
        return execute(userAgent, headers, verb, url, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Response execute(
            @Nullable String userAgent, Map<String, String> headers, Verb verb, String url, MultipartPayload body) {
        throw unused();
    }

    @Override
    public Response execute(@Nullable String userAgent, Map<String, String> headers, Verb verb, String url, File body) {
        throw unused();
    }

    @Override
    public <T> Future<T> executeAsync(
            @Nullable String userAgent,
            Map<String, String> headers,
            Verb verb,
            String url,
            byte @Nullable [] body,
            @Nullable OAuthAsyncRequestCallback<T> callback,
            OAuthRequest.@Nullable ResponseConverter<T> converter) {
        throw unused();
    }

    @Override
    public <T> Future<T> executeAsync(
            @Nullable String userAgent,
            Map<String, String> headers,
            Verb verb,
            String url,
            MultipartPayload body,
            @Nullable OAuthAsyncRequestCallback<T> callback,
            OAuthRequest.@Nullable ResponseConverter<T> converter) {
        throw unused();
    }

    @Override
    public <T> Future<T> executeAsync(
            @Nullable String userAgent,
            Map<String, String> headers,
            Verb verb,
            String url,
            String body,
            @Nullable OAuthAsyncRequestCallback<T> callback,
            OAuthRequest.@Nullable ResponseConverter<T> converter) {
        throw unused();
    }

    @Override
    public <T> Future<T> executeAsync(
            @Nullable String userAgent,
            Map<String, String> headers,
            Verb verb,
            String url,
            File body,
            @Nullable OAuthAsyncRequestCallback<T> callback,
            OAuthRequest.@Nullable ResponseConverter<T> converter) {
        throw unused();
    }

    /** The client is shared: its owner closes it. */
    @Override
    public void close() {}

    private static byte[] body(byte @Nullable [] body) {
        return body == null ? new byte[0] : body;
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("Only forms are sent, and only synchronously");
    }
}
