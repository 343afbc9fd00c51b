package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Keeps OkHttp from sending a completion a second time behind the back of whoever counts attempts: after a lost
 * connection, after 408, and after 503 with {@code Retry-After: 0}, which says nothing that a later wait could use. Notes
 * when a request leaves, which is what tells a connection that was never made from one that was lost.
 */
final class SendOnce implements Interceptor {

    /** The tag of one try. */
    static final class Mark {

        private volatile boolean sent;

        boolean sent() {
            return sent;
        }
    }

    static OkHttpClient.Builder apply(OkHttpClient.Builder builder) {
        return builder.retryOnConnectionFailure(false).addNetworkInterceptor(new SendOnce());
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Mark mark = request.tag(Mark.class);
        if (mark != null) {
            mark.sent = true;
        }
        Response response = chain.proceed(request);
        return "0".equals(response.header("Retry-After"))
                ? response.newBuilder().removeHeader("Retry-After").build()
                : response;
    }
}
