package org.clawdbot.chutes.auth.oauth.internal;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/** The address to which the server sends the browser with its answer; always on this machine. */
record Redirect(String text, int port, String path, @Nullable InetAddress address) {

    /** Where the browser is sent unless configured otherwise. */
    static final String USUAL = "http://127.0.0.1:1456/oauth-callback";

    private static final int USUAL_PORT = 80;

    /**
     * Reads a redirect address.
     *
     * @throws InvalidSettingException unless it is plain http on a loopback address without query and fragment
     */
    static Redirect of(String text, String setting) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost() == null ? "" : uri.getHost();
            int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            Optional<InetAddress> literal = loopback(host);
            boolean local = literal.isPresent() || host.equals("localhost");
            if ("http".equals(uri.getScheme()) && local && plain && port > 0 && port <= 0xFFFF) {
                String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
                return new Redirect(text, port, path, literal.orElse(null));
            }
        } catch (URISyntaxException e) {
            // Said below, together with what would be right.
        }
        throw new InvalidSettingException(
                setting,
                setting + " must be an http: address on this machine without query, such as " + USUAL + ", not \""
                        + text + "\"",
                ErrorDetails.NONE,
                null);
    }

    /** Where to listen; empty where only the user can bring the answer, because a name may lead anywhere. */
    Optional<InetAddress> listenable() {
        return Optional.ofNullable(address);
    }

    /** What somebody at another machine types to have this address there. */
    String sshLine() {
        String host = text.startsWith("http://[") ? text.substring(7, text.indexOf(']') + 1) : host();
        return "ssh -L " + port + ":" + host + ":" + port + " USER@THIS-MACHINE";
    }

    private String host() {
        return address == null ? "localhost" : address.getHostAddress();
    }

    /** Only literals are taken, so nothing is looked up. */
    private static Optional<InetAddress> loopback(String host) {
        if (!host.matches("127(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+]")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host)).filter(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
