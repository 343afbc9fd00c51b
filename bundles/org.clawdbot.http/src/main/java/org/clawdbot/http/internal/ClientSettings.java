package org.clawdbot.http.internal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.okhttp.CalmConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * What every client of this host has in common. Redirects are not followed: a prompt and the configured headers would go
 * along to whatever host the answer names.
 *
 * @param connect how long connecting may take
 * @param proxy the configured proxy, or empty
 * @param noProxy the hosts that the settings except from it
 * @param caFile a file with certificates to trust, or empty
 * @param userAgent what to call ourselves
 */
record ClientSettings(Duration connect, String proxy, List<String> noProxy, String caFile, String userAgent) {

    /** As many as a busy host asks at once; over HTTP/2 one connection carries them all. */
    private static final int IDLE_CONNECTIONS = 64;

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    /** How soon a dead HTTP/2 connection is noticed, on which nothing else would ever fail. */
    private static final Duration PING = Duration.ofSeconds(30);

    static ClientSettings of(SharedHttpClient.Config config, String userAgent) {
        return new ClientSettings(
                Duration.ofSeconds(Math.max(1, config.connectSeconds())),
                text(config._proxy()),
                config.noProxy() == null ? List.of() : List.of(config.noProxy()),
                text(config.caFile()),
                userAgent);
    }

    /** Hides the proxy, which may hold a password. */
    @Override
    public String toString() {
        return "ClientSettings[connect=" + connect + ", caFile=" + caFile + "]";
    }

    /** Makes the client. A setting that cannot work fails every call with its name, and lets nothing out past it. */
    OkHttpClient client(Function<String, Optional<String>> variables) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectTimeout(connect)
                .followRedirects(false)
                .followSslRedirects(false)
                .pingInterval(PING)
                .connectionPool(pool())
                .socketFactory(new BoundedSockets())
                .addNetworkInterceptor(new ReadBodies())
                .addInterceptor(new DeclareInterrupts())
                .addInterceptor(new RefusePlainHttp())
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("User-Agent", userAgent)
                        .build()));
        try {
            ProxySettings.of(proxy, noProxy, variables).ifPresent(found -> found.applyTo(builder));
            if (!caFile.isEmpty()) {
                trust(builder);
            }
        } catch (IllegalArgumentException e) {
            return failing(builder, ".proxy", String.valueOf(e.getMessage()));
        } catch (IOException | GeneralSecurityException e) {
            return failing(builder, "caFile", "cannot be used: " + e.getMessage());
        }
        return builder.build();
    }

    private static ConnectionPool pool() {
        try {
            return CalmConnectionPool.of(IDLE_CONNECTIONS, KEEP_ALIVE);
        } catch (LinkageError e) { // the host brings an OkHttp of its own
            return new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void trust(OkHttpClient.Builder builder) throws IOException, GeneralSecurityException {
        Path file;
        try {
            file = Path.of(caFile);
        } catch (InvalidPathException e) {
            throw new IOException(e.getMessage(), e);
        }
        TrustedCertificates.apply(file, builder);
    }

    private static OkHttpClient failing(OkHttpClient.Builder builder, String key, String why) {
        String setting = SharedHttpClient.PID + " " + key;
        return builder.addInterceptor(chain -> {
                    throw new InvalidSettingException(
                            setting, "The setting " + setting + " " + why, ErrorDetails.NONE, null);
                })
                .build();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
