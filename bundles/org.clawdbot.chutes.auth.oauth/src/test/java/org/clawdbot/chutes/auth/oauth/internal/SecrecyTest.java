package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goes through everything that is printed while users sign in, renew, fail and sign out. */
class SecrecyTest {

    private static final Pattern SENT =
            Pattern.compile("(?:^|[?&])(?:code|code_verifier|client_secret|refresh_token|token|state)=([^&#]+)");

    @TempDir
    Path folder;

    private final Queue<String> printed = new ConcurrentLinkedQueue<>();
    private final Handler recorder = new Recorder();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Set<String> secrets = new LinkedHashSet<>();
    // Held, because the log manager holds its loggers weakly.
    private final Logger all = Logger.getLogger("");
    private final Level before = all.getLevel();
    private Bench bench;

    @BeforeEach
    void listen() {
        bench = new Bench(folder.resolve("state"));
        all.setLevel(Level.ALL);
        all.addHandler(recorder);
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        bench.close();
        all.removeHandler(recorder);
        all.setLevel(before);
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void noSecretIsInAnyLogExceptionTextOrThreadName() {
        OAuthAuthStrategy strategy = bench.strategy();
        TestDialog dialog = TestDialog.attended().answering("abc").browsing(this::open);
        String id = note(strategy.signIn(Bench.request(), dialog)).profileId();
        remember(bench.stored(id).access().reveal());
        note(bench.stored(id));
        note(bench.store.read());
        note(strategy);
        note(strategy.profiles());
        Credential first = note(strategy.credential(id));
        remember(note(strategy.renew(first)).orElseThrow().token().reveal());
        bench.clock.turn(Duration.ofHours(2));
        remember(note(strategy.credential(id)).token().reveal());
        bench.tokenAnswers(502, "<h1>" + bench.stored(id).refresh().reveal() + "</h1>");
        fail(() -> strategy.renew(strategy.credential(id)));
        fail(() -> strategy.signIn(Bench.request(), TestDialog.unattended().browsing(this::open)));
        bench.tokenAnswers(200, bench.stored(id).refresh().reveal());
        fail(() -> strategy.signIn(Bench.request(), TestDialog.unattended().browsing(this::open)));
        bench.chutes.scenario(Scenario.normal());
        bench.chutes
                .idp()
                .settings(IdpSettings.builder().autoApprove(true).deny(true).build());
        fail(() -> strategy.signIn(Bench.request(), TestDialog.unattended().browsing(this::open)));
        bench.chutes.idp().settings(IdpSettings.builder().autoApprove(true).build());
        TestDialog later = TestDialog.unattended();
        fail(() -> strategy.signIn(Bench.request("no-browser", "true"), later));
        SignInRequest finish = Bench.request("redirect-url", new Browser().redirectOf(later.page()));
        note(strategy.signIn(finish, later));
        fail(() -> strategy.signIn(finish, later));
        bench.chutes.idp().revoke(bench.stored(id).refresh().reveal());
        bench.clock.turn(Duration.ofHours(2));
        fail(() -> strategy.credential(id));
        note(strategy.signOut(id));
        printed.add(console.toString(StandardCharsets.UTF_8));

        remember(bench.app.clientSecret());
        bench.chutes.requests().forEach(this::remember);
        assertThat(secrets).hasSizeGreaterThan(15);
        assertThat(printed.size()).isGreaterThan(30);
        assertThat(printed.stream().anyMatch(line -> line.contains("/idp/token")))
                .isTrue();
        assertThat(printed.stream().filter(this::tellsASecret).toList()).isEmpty();
        // The address to open is for the user; the state in it has to be.
        assertThat(dialog.shown().stream()
                        .map(line -> line.replace(String.valueOf(dialog.page()), ""))
                        .filter(this::tellsASecret)
                        .toList())
                .isEmpty();
    }

    private boolean tellsASecret(String line) {
        return secrets.stream().anyMatch(line::contains);
    }

    private void open(URI page) {
        Thread.getAllStackTraces().keySet().forEach(thread -> printed.add(thread.getName()));
        assertThat(new Browser().open(page)).isNotNull();
    }

    private <T> T note(T value) {
        printed.add(String.valueOf(value));
        return value;
    }

    private void fail(ThrowingCallable work) {
        Throwable failure = catchThrowable(work);
        assertThat(failure).isNotNull();
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        printed.add(text.toString());
    }

    private void remember(RecordedRequest request) {
        for (String text : new String[] {request.query(), request.body()}) {
            Matcher matcher = SENT.matcher(text);
            while (matcher.find()) {
                remember(matcher.group(1));
            }
        }
        request.header("Authorization").ifPresent(header -> remember(header.replace("Bearer ", "")));
    }

    private void remember(String secret) {
        if (secret.length() >= 16) {
            secrets.add(secret);
        }
    }

    private final class Recorder extends Handler {

        Recorder() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord line) {
            // The simulator's server and the test's browser log what passes them; they are no part of the host.
            String logger = String.valueOf(line.getLoggerName());
            if (logger.startsWith("org.eclipse.jetty") || logger.startsWith("jdk.internal.httpclient")) {
                return;
            }
            String text = String.valueOf(line.getMessage());
            Object[] values = line.getParameters();
            printed.add(logger + ": "
                    + (values == null ? text : text + " " + Arrays.toString(values) + " " + formatted(text, values)));
            if (line.getThrown() != null) {
                StringWriter trace = new StringWriter();
                line.getThrown().printStackTrace(new PrintWriter(trace));
                printed.add(trace.toString());
            }
        }

        private String formatted(String text, Object... values) {
            try {
                return MessageFormat.format(text, values);
            } catch (IllegalArgumentException e) {
                return text;
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
