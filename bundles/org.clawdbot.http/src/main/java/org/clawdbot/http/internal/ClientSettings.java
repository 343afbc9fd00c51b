package org.clawdbot.http.internal;

import java.time.Duration;
import okhttp3.OkHttpClient;

/**
 * What every client of this host has in common. Redirects are not followed: a prompt and the configured headers would go
 * along to whatever host the answer names.
 */
final class ClientSettings {

    private ClientSettings() {}

    static OkHttpClient.Builder apply(OkHttpClient.Builder builder, Duration connectTimeout, String userAgent) {
        return builder.connectTimeout(connectTimeout)
                .followRedirects(false)
                .followSslRedirects(false)
                .addInterceptor(new DeclareInterrupts())
                .addInterceptor(new RefusePlainHttp())
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("User-Agent", userAgent)
                        .build()));
    }
}
