package org.clawdbot.chutes.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * A configured base URL and the paths below it.
 *
 * <p>A value that is no URL is reported when it is used, not when it is configured, so that the part it belongs to stays
 * there and can say what is wrong.
 */
public final class Endpoint {

    /** Where Chutes serves models and completions unless configured otherwise. */
    public static final String INFERENCE = "https://llm.chutes.ai/v1";

    /** Where Chutes serves accounts and sign-in unless configured otherwise. */
    public static final String ACCOUNT = "https://api.chutes.ai";

    private final String setting;
    private final String text;
    private final @Nullable URI base;

    private Endpoint(String setting, String text, @Nullable URI base) {
        this.setting = setting;
        this.text = text;
        this.base = base;
    }

    /**
     * Reads a configured base URL.
     *
     * @param configured the configured value; null or blank for the usual one
     * @param usual the URL used where none is configured
     * @param setting the PID and the key, for messages
     * @return the endpoint; using one that is no {@code http} or {@code https} URL fails
     */
    public static Endpoint of(@Nullable String configured, String usual, String setting) {
        String text = configured == null || configured.isBlank() ? usual : configured.strip();
        return new Endpoint(setting, text, parse(text.replaceAll("/+$", "")));
    }

    /**
     * Reads the base URL of the account service that belongs to an inference service: the credentials of another server
     * are never shown to Chutes.
     *
     * @param configured the configured value; null or blank for that of Chutes where Chutes serves the models, else none
     * @param inference the inference service
     * @param setting the PID and the key, for messages
     * @return the endpoint, or empty if there is no account service
     */
    public static Optional<Endpoint> accountOf(@Nullable String configured, Endpoint inference, String setting) {
        boolean stated = configured != null && !configured.isBlank();
        return stated || inference.toString().equals(INFERENCE)
                ? Optional.of(of(configured, ACCOUNT, setting))
                : Optional.empty();
    }

    /**
     * Gives the address of a path below the base URL.
     *
     * @param path the path, beginning with a slash
     * @return the whole URL
     * @throws InvalidSettingException if the configured value is not a URL
     */
    public String at(String path) {
        return usable() + path;
    }

    /**
     * Gives the host, for messages.
     *
     * @return host and, where it is not the usual one, port
     * @throws InvalidSettingException if the configured value is not a URL
     */
    public String host() {
        URI uri = usable();
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** Gives the configured value. */
    @Override
    public String toString() {
        return text;
    }

    private URI usable() {
        URI uri = base;
        if (uri == null) {
            throw new InvalidSettingException(
                    setting,
                    setting + " must be an http(s) URL such as " + INFERENCE + ", not \"" + text + "\"",
                    ErrorDetails.NONE,
                    null);
        }
        return uri;
    }

    private static @Nullable URI parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean usable = (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
            return usable ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
