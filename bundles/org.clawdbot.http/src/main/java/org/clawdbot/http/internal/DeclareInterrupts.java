package org.clawdbot.http.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Interrupted while it connects, OkHttp 5 throws an {@link InterruptedException} that it does not declare, and forgets the
 * interruption. Here both become what callers from Java expect.
 */
final class DeclareInterrupts implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
            throw new IOException(e);
        }
    }
}
