package org.clawdbot.itests.oauth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.chutes.auth.oauth.internal.OAuthAuthStrategy;
import org.clawdbot.chutes.auth.oauth.internal.OAuthConfig;
import org.clawdbot.credentials.file.internal.FileCredentialStore;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/**
 * A process with the real strategy on the real store, without the rest of a host. It does what it is told line by line,
 * {@code MILLISECOND COMMAND PROFILE}, and answers each with {@code ok …} or {@code failed …}.
 */
public final class WorkerMain {

    private final OAuthAuthStrategy strategy;
    private Credential held;

    private WorkerMain(String accountUrl) {
        strategy = new OAuthAuthStrategy(
                Configured.as(OAuthConfig.class, Map.of("accountUrl", accountUrl)),
                new FileCredentialStore(Configured.as(FileCredentialStore.Config.class, Map.of())),
                null,
                new Given<>(new OkHttpClient()));
    }

    /**
     * Works until there is nothing more to read.
     *
     * @param args the address of the account service
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        WorkerMain worker = new WorkerMain(args[0]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            // All begin in the same millisecond.
            while (System.currentTimeMillis() < Long.parseLong(words[0])) {
                TimeUnit.MICROSECONDS.sleep(100);
            }
            say(worker.answer(words[1], words[2]));
        }
        worker.strategy.close();
    }

    private String answer(String command, String profile) {
        try {
            return "ok " + run(command, profile);
        } catch (ModelException e) {
            return "failed " + e.code() + " " + e.getMessage().replace('\n', ' ');
        } catch (RuntimeException e) {
            return "failed " + e;
        }
    }

    private String run(String command, String profile) {
        return switch (command) {
            case "get" -> hold(strategy.credential(profile));
            case "renew" -> hold(strategy.renew(held).orElseThrow());
            case "sign-in" -> signIn(profile);
            case "renew-forever" -> {
                while (true) {
                    hold(strategy.renew(strategy.credential(profile)).orElseThrow());
                }
            }
            case "sign-in-forever" -> {
                while (true) {
                    signIn(profile);
                }
            }
            default -> throw new IllegalArgumentException(command);
        };
    }

    private String signIn(String profile) {
        return strategy.signIn(new SignInRequest(profile, null, true, Map.of()), new Clicking())
                .profileId();
    }

    private String hold(Credential credential) {
        held = credential;
        return fingerprint(credential.token());
    }

    static String fingerprint(Secret token) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(token.reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Nobody at a terminal, and a browser that goes wherever it is sent. */
    private static final class Clicking implements SignInDialog {

        private static final HttpClient BROWSER = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();

        @Override
        public boolean interactive() {
            return false;
        }

        @Override
        public void show(String message) {}

        @Override
        public String ask(String question) {
            throw new IllegalStateException("nobody is there");
        }

        @Override
        public Secret askSecret(String question) {
            throw new IllegalStateException("nobody is there");
        }

        @Override
        public boolean confirm(String question, boolean usual) {
            return usual;
        }

        @Override
        public boolean browse(URI page) {
            return !BROWSER.sendAsync(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                    .isCancelled();
        }
    }

    /** A service that is there from beginning to end. */
    private record Given<S>(S service) implements ComponentServiceObjects<S> {

        @Override
        public S getService() {
            return service;
        }

        @Override
        public void ungetService(S given) {}

        @Override
        public ServiceReference<S> getServiceReference() {
            throw new UnsupportedOperationException();
        }
    }
}
