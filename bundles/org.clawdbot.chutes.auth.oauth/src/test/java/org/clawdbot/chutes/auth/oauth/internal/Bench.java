package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.contracts.MemoryCredentialStore;
import org.clawdbot.testkit.TurnableClock;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.idp.IssuedTokens;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;

/** A strategy on a test's own clock, a Chutes that agrees to everything, and a registered app. */
final class Bench implements AutoCloseable {

    static final String PROFILE = "chutes:alice";

    final TurnableClock clock = new TurnableClock();
    final ChutesSimulator chutes;
    final MemoryCredentialStore store = new MemoryCredentialStore();
    final Map<String, String> variables = new HashMap<>();
    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    final OkHttpClient http = new OkHttpClient();
    final int port;
    final RegisteredApp app;
    final Path folder;
    Duration request = Duration.ofSeconds(5);
    Duration callback = Duration.ofSeconds(20);
    private final List<OAuthAuthStrategy> strategies = new ArrayList<>();

    Bench(Path folder) {
        this.folder = folder;
        chutes = ChutesSimulator.builder()
                .clock(clock)
                .idp(IdpSettings.builder().autoApprove(true).build())
                .start();
        port = freePort();
        app = chutes.idp().registerApp("bench", redirect());
        variables.put("CHUTES_CLIENT_ID", app.clientId());
        variables.put("CHUTES_CLIENT_SECRET", app.clientSecret());
        variables.put("CHUTES_OAUTH_REDIRECT_URI", redirect());
    }

    String redirect() {
        return "http://127.0.0.1:" + port + "/oauth-callback";
    }

    OAuthAuthStrategy strategy() {
        return strategy(store);
    }

    OAuthAuthStrategy strategy(CredentialStore credentials) {
        OAuthSettings.Waiting waiting =
                new OAuthSettings.Waiting(request, callback, callback.multipliedBy(2), Duration.ofMinutes(5));
        Pause pause = duration -> {
            pauses.add(duration);
            return true;
        };
        OAuthAuthStrategy strategy = new OAuthAuthStrategy(
                credentials,
                new OAuthSettings(OAuthSettings.Values.none(waiting), name -> Optional.ofNullable(variables.get(name))),
                Endpoint.of(chutes.accountUrl().toString(), Endpoint.ACCOUNT, "accountUrl"),
                () -> http,
                folder,
                new Surroundings(clock, new Random(7), pause));
        strategies.add(strategy);
        return strategy;
    }

    /** A sign-in of a while ago whose access token has come to its end. */
    Profile.OAuth expired() {
        IssuedTokens tokens = chutes.idp().issueTokens(app, "alice", "openid", "profile", "chutes:invoke");
        Profile.OAuth profile = profile(tokens, clock.instant().minus(Duration.ofHours(2)));
        store.update(now -> now.with(profile));
        return profile;
    }

    Profile.OAuth profile(IssuedTokens tokens, Instant expiresAt) {
        return new Profile.OAuth(
                PROFILE,
                "chutes",
                Secret.of(tokens.accessToken()),
                Secret.of(tokens.refreshToken()),
                expiresAt,
                app.clientId(),
                "sub_1",
                "alice",
                List.of("openid", "profile", "chutes:invoke"));
    }

    Profile.OAuth stored(String id) {
        return (Profile.OAuth) store.read().profile(id).orElseThrow();
    }

    /** Answers token requests in one way. */
    void tokenAnswers(int status, String body) {
        chutes.scenario(Scenario.of(
                Rule.always(answer(status, body)).onRoute("POST /idp/token").atIngress()));
    }

    static Behaviour answer(int status, String body) {
        return Behaviour.empty(status).with(Setting.BODY, body).with(Setting.CONTENT_TYPE, "application/json");
    }

    static SignInRequest request(String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new SignInRequest(null, null, true, map);
    }

    boolean portIsFree() {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        strategies.forEach(OAuthAuthStrategy::close);
        chutes.close();
    }
}
