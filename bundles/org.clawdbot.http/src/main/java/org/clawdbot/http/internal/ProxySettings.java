package org.clawdbot.http.internal;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The proxy to go through, for every host that is not excepted. This machine itself is never asked for through a proxy.
 * Where neither the settings nor the variables name a proxy, the settings of the JVM count.
 *
 * @param kind how to talk to it
 * @param address where it is, not looked up
 * @param login who to be there, or null for nobody
 * @param exceptions hosts to go to directly; their subdomains are excepted as well
 */
record ProxySettings(Kind kind, InetSocketAddress address, @Nullable Login login, List<String> exceptions) {

    private static final System.Logger LOG = System.getLogger(SharedHttpClient.PID);
    private static final Map<String, Kind> KINDS =
            Map.of("http", Kind.HTTP, "socks5", Kind.SOCKS, "socks5h", Kind.SOCKS, "socks", Kind.SOCKS);
    private static final List<String> VARIABLES = List.of("HTTPS_PROXY", "ALL_PROXY");

    /** How to talk to a proxy. */
    enum Kind {
        /** {@code CONNECT} over HTTP. */
        HTTP(80),
        /** SOCKS 5; the proxy looks names up. */
        SOCKS(1080);

        private final int usualPort;

        Kind(int usualPort) {
            this.usualPort = usualPort;
        }
    }

    /** Name and password. */
    record Login(String user, String password) {

        /** Shows the name alone. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * Finds out which proxy to use.
     *
     * @param configured the setting; empty for what the variables say
     * @param excepted the hosts that the settings except; none for what the variables say
     * @param variables the variables of the host
     * @return the proxy, if there is one; a variable that names none is said so and not used
     * @throws IllegalArgumentException if the setting names no proxy
     */
    static Optional<ProxySettings> of(
            String configured, List<String> excepted, Function<String, Optional<String>> variables) {
        List<String> exceptions = Stream.concat(
                        excepted.stream(),
                        variable(variables, "NO_PROXY").stream().filter(list -> excepted.isEmpty()))
                .flatMap(list -> Stream.of(list.split(",")))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(entry -> !entry.isEmpty())
                .toList();
        if (!configured.isBlank()) {
            return Optional.of(parse(configured.strip(), exceptions));
        }
        for (String name : VARIABLES) {
            Optional<String> value = variable(variables, name);
            if (value.isPresent()) {
                try {
                    return Optional.of(parse(value.get(), exceptions));
                } catch (IllegalArgumentException e) {
                    LOG.log(System.Logger.Level.WARNING, "{0} {1}; it is not used", name, e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    void applyTo(OkHttpClient.Builder builder) {
        switch (kind) {
            case HTTP -> HttpProxy.apply(this, builder);
            case SOCKS -> SocksProxy.apply(this, builder);
        }
    }

    boolean isDirect(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return RefusePlainHttp.isLoopback(name)
                || exceptions.stream()
                        .anyMatch(entry -> entry.equals("*") || name.equals(entry) || name.endsWith("." + entry));
    }

    /** Never quotes the value, which may hold a password. */
    private static ProxySettings parse(String text, List<String> exceptions) {
        URI uri = uri(text.contains("://") ? text : "http://" + text);
        Kind kind =
                uri == null ? null : KINDS.get(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
        if (uri == null || uri.getHost() == null || kind == null) {
            throw new IllegalArgumentException(
                    "is not of the form http://user:password@host:port or socks5://user:password@host:port");
        }
        int port = uri.getPort() < 0 ? kind.usualPort : uri.getPort();
        return new ProxySettings(
                kind, InetSocketAddress.createUnresolved(uri.getHost(), port), login(uri.getRawUserInfo()), exceptions);
    }

    private static @Nullable Login login(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        return new Login(
                decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                decoded(colon < 0 ? "" : userInfo.substring(colon + 1)));
    }

    /** Undoes what a password with reserved characters needs in a URL; a plus sign is none of it. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Optional<String> variable(Function<String, Optional<String>> variables, String name) {
        return variables
                .apply(name)
                .or(() -> variables.apply(name.toLowerCase(Locale.ROOT)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
