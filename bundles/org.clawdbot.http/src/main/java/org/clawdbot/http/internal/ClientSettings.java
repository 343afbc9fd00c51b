package org.clawdbot.http.internal;

import java.time.Duration;
import okhttp3.OkHttpClient;

/** What every client of this host has in common. */
final class ClientSettings {

    private ClientSettings() {}

    static OkHttpClient.Builder apply(OkHttpClient.Builder builder, Duration connectTimeout, String userAgent) {
        return builder.connectTimeout(connectTimeout)
                .followSslRedirects(false)
                .addInterceptor(new RefusePlainHttp())
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("User-Agent", userAgent)
                        .build()));
    }
}
