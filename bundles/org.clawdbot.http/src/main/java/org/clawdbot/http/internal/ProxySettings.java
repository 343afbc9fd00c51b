package org.clawdbot.http.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that {@code HTTPS_PROXY} names, for every host that {@code NO_PROXY} does not. This machine itself is never
 * asked for through a proxy. Where the variable is not set, the settings of the JVM count.
 */
final class ProxySettings extends ProxySelector {

    private static final System.Logger LOG = System.getLogger(SharedHttpClient.PID);
    private static final int USUAL_PORT = 80;

    private final Proxy proxy;
    private final @Nullable String userInfo;
    private final List<String> exceptions;

    private ProxySettings(Proxy proxy, @Nullable String userInfo, List<String> exceptions) {
        this.proxy = proxy;
        this.userInfo = userInfo;
        this.exceptions = exceptions;
    }

    /** Reads the variables, in upper or lower case; a value that names no host is said so and not used. */
    static Optional<ProxySettings> of(Function<String, Optional<String>> variables) {
        Optional<String> named = variable(variables, "HTTPS_PROXY");
        if (named.isEmpty()) {
            return Optional.empty();
        }
        String text = named.get();
        URI uri = parse(text.contains("://") ? text : "http://" + text);
        if (uri == null || uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
            LOG.log(System.Logger.Level.WARNING, "HTTPS_PROXY is not of the form http://host:port; it is not used");
            return Optional.empty();
        }
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        List<String> exceptions = variable(variables, "NO_PROXY").stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(entry -> !entry.isEmpty())
                .toList();
        return Optional.of(new ProxySettings(
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port)),
                uri.getUserInfo(),
                exceptions));
    }

    OkHttpClient.Builder applyTo(OkHttpClient.Builder builder) {
        builder.proxySelector(this);
        String user = userInfo;
        return user == null ? builder : builder.proxyAuthenticator(authenticator(user));
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return List.of(isDirect(bare) ? Proxy.NO_PROXY : proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        LOG.log(System.Logger.Level.WARNING, "The proxy {0} named by HTTPS_PROXY cannot be reached", address);
    }

    private boolean isDirect(String host) {
        return RefusePlainHttp.isLoopback(host)
                || exceptions.stream()
                        .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
    }

    /** Answers a proxy once; asked again, it gives up. */
    private static Authenticator authenticator(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        String answer = Credentials.basic(user, password);
        return (route, response) -> response.request().header("Proxy-Authorization") == null
                        || "Preemptive Authenticate".equals(response.message())
                ? response.request()
                        .newBuilder()
                        .header("Proxy-Authorization", answer)
                        .build()
                : null;
    }

    private static Optional<String> variable(Function<String, Optional<String>> variables, String name) {
        return variables
                .apply(name)
                .or(() -> variables.apply(name.toLowerCase(Locale.ROOT)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static @Nullable URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
