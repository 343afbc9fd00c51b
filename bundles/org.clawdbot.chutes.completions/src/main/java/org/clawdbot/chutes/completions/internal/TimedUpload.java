package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Gives up on a server that does not take a large request. A small one fits into what the system keeps for a socket and
 * waits for nobody, so it is sent without a limit: for each limit OkHttp wakes a thread, which takes longer than to send.
 */
final class TimedUpload implements Interceptor {

    /** Half of what Linux keeps at least for a socket, which has to hold the headers too. */
    private static final long SMALL_BYTES = 8 * 1024;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    static OkHttpClient.Builder apply(OkHttpClient.Builder builder) {
        return builder.writeTimeout(Duration.ZERO).addInterceptor(new TimedUpload());
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        RequestBody body = chain.request().body();
        boolean small = body == null || (body.contentLength() >= 0 && body.contentLength() <= SMALL_BYTES);
        return (small ? chain : chain.withWriteTimeout((int) LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .proceed(chain.request());
    }
}
