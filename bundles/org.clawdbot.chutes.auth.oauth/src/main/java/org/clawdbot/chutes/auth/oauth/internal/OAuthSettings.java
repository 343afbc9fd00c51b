package org.clawdbot.chutes.auth.oauth.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.host.Environment;
import org.jspecify.annotations.Nullable;

/** What environment and configuration say; a variable wins, and is looked up whenever it is needed. */
final class OAuthSettings {

    static final String CLIENT_ID = "CHUTES_CLIENT_ID";
    static final String CLIENT_SECRET = "CHUTES_CLIENT_SECRET";
    static final String REDIRECT_URI = "CHUTES_OAUTH_REDIRECT_URI";
    static final String SCOPES = "CHUTES_OAUTH_SCOPES";
    static final String TOKEN = "CHUTES_OAUTH_TOKEN";
    static final String API_KEY = "CHUTES_API_KEY";
    static final List<String> USUAL_SCOPES = List.of("openid", "profile", "chutes:invoke");

    /** As long as the server keeps a code. */
    private static final Duration PASTE = Duration.ofMinutes(10);

    /** The configured values; null or blank where nothing is configured. */
    record Values(
            @Nullable String clientId,
            @Nullable Secret clientSecret,
            @Nullable String redirectUri,
            List<String> scopes,
            Waiting waiting) {

        /** Nothing configured. */
        static Values none(Waiting waiting) {
            return new Values(null, null, null, List.of(), waiting);
        }
    }

    /** How long to wait for what. */
    record Waiting(Duration request, Duration callback, Duration paste, Duration refreshAhead) {}

    /** Takes the configuration; one that is there but empty has null for everything. */
    static Values values(OAuthConfig config) {
        return new Values(
                config.clientId(),
                set(config._clientSecret()).map(Secret::of).orElse(null),
                config.redirectUri(),
                config.scopes() == null ? List.of() : List.of(config.scopes()),
                new Waiting(
                        Duration.ofSeconds(Math.max(1, config.requestSeconds())),
                        Duration.ofSeconds(Math.max(1, config.callbackSeconds())),
                        PASTE,
                        Duration.ofSeconds(Math.max(0, config.refreshAheadSeconds()))));
    }

    private final Values values;
    private final Environment environment;

    OAuthSettings(Values values, Environment environment) {
        this.values = values;
        this.environment = environment;
    }

    Waiting waiting() {
        return values.waiting();
    }

    Optional<String> clientId() {
        return environment.get(CLIENT_ID).or(() -> set(values.clientId()));
    }

    /** The secret of that app; one that was given together with another app's id is not its secret. */
    Optional<Secret> clientSecret(String clientId) {
        return environment
                .get(CLIENT_SECRET)
                .filter(secret -> environment.get(CLIENT_ID).orElse(clientId).equals(clientId))
                .map(Secret::of)
                .or(() -> Optional.ofNullable(values.clientSecret())
                        .filter(secret ->
                                set(values.clientId()).orElse(clientId).equals(clientId)));
    }

    Redirect redirect() {
        Optional<String> variable = environment.get(REDIRECT_URI);
        return variable.isPresent()
                ? Redirect.of(variable.get(), REDIRECT_URI)
                : Redirect.of(set(values.redirectUri()).orElse(Redirect.USUAL), OAuthAuthStrategy.PID + " redirectUri");
    }

    List<String> scopes() {
        List<String> configured = words(String.join(" ", values.scopes()));
        List<String> usual = configured.isEmpty() ? USUAL_SCOPES : configured;
        return environment.get(SCOPES).map(OAuthSettings::words).orElse(usual);
    }

    /** A ready-made access token, for machines on which nobody can sign in. */
    Optional<Secret> token() {
        return environment.get(TOKEN).map(Secret::of);
    }

    /** A key with which an app can be registered; nothing else is done with it. */
    Optional<Secret> apiKey() {
        return environment.get(API_KEY).filter(key -> !key.isBlank()).map(Secret::of);
    }

    /** Says by which of these variables a remote session or a container is recognised, if it is one. */
    boolean remote() {
        return List.of("SSH_CLIENT", "SSH_TTY", "SSH_CONNECTION", "REMOTE_CONTAINERS", "CODESPACES").stream()
                .anyMatch(name -> environment.get(name).isPresent());
    }

    private static Optional<String> set(@Nullable String value) {
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
