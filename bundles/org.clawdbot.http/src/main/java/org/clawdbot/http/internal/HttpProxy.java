package org.clawdbot.http.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;

/** Goes through a proxy that opens tunnels by {@code CONNECT}. */
final class HttpProxy extends ProxySelector {

    private static final System.Logger LOG = System.getLogger(SharedHttpClient.PID);

    private final ProxySettings settings;
    private final Proxy proxy;

    private HttpProxy(ProxySettings settings) {
        this.settings = settings;
        this.proxy = new Proxy(Proxy.Type.HTTP, settings.address());
    }

    static void apply(ProxySettings settings, OkHttpClient.Builder builder) {
        builder.proxySelector(new HttpProxy(settings));
        ProxySettings.Login login = settings.login();
        if (login != null) {
            builder.proxyAuthenticator(authenticator(login));
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return List.of(settings.isDirect(bare) ? Proxy.NO_PROXY : proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        InetSocketAddress at = settings.address();
        LOG.log(
                System.Logger.Level.WARNING,
                "The proxy {0}:{1} cannot be reached",
                at.getHostString(),
                "" + at.getPort());
    }

    /** Answers a proxy once; asked again, it gives up. */
    private static Authenticator authenticator(ProxySettings.Login login) {
        String answer = Credentials.basic(login.user(), login.password(), StandardCharsets.UTF_8);
        return (route, response) -> response.request().header("Proxy-Authorization") == null
                        || "Preemptive Authenticate".equals(response.message())
                ? response.request()
                        .newBuilder()
                        .header("Proxy-Authorization", answer)
                        .build()
                : null;
    }
}
