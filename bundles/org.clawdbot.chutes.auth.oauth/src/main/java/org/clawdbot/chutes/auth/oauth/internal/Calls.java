package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Sends requests through OkHttp. */
final class Calls {

    private Calls() {}

    /**
     * Sends a request and waits. Interrupted while it connects, OkHttp 5 throws an {@link InterruptedException} that it
     * does not declare, and forgets the interruption; here both become what they should be.
     */
    static Response execute(OkHttpClient client, Request request) throws IOException {
        try {
            return client.newCall(request).execute();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
            throw new IOException("the request failed", e);
        }
    }
}
