package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {

    private static final String ID = "chutes:" + FakeSignIn.USERNAME;

    @TempDir
    Path folder;

    private Bench bench;
    private final Browser browser = new Browser();
    private final AtomicReference<CompletableFuture<HttpResponse<String>>> opened = new AtomicReference<>();

    @BeforeEach
    void start() {
        bench = new Bench(folder.resolve("state"));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void signsInWhenTheBrowserComesBackWithoutAskingForAnything() {
        TestDialog dialog = TestDialog.unattended().browsing(this::open);

        SignInResult result = bench.strategy().signIn(Bench.request(), dialog);

        assertThat(result.profileId()).isEqualTo(ID);
        assertThat(result.account()).isEqualTo(FakeSignIn.USERNAME);
        assertThat(result.verified()).isTrue();
        Profile.OAuth profile = bench.stored(ID);
        assertThat(profile.clientId()).isEqualTo(bench.app.clientId());
        assertThat(profile.accountId()).isNotBlank();
        assertThat(profile.scopes()).containsExactlyInAnyOrder("openid", "profile", "chutes:invoke");
        assertThat(profile.expiresAt()).isEqualTo(bench.clock.instant().plusSeconds(3600 - 300));
        assertThat(opened.get().join().statusCode()).isEqualTo(200);
        assertThat(opened.get().join().body()).contains("signed in").contains(FakeSignIn.USERNAME);
        assertThat(bench.portIsFree()).isTrue();
        assertThat(bench.folder).satisfies(SignInTest::holdsNoPendingLogin);
    }

    @Test
    void asksForConsentWithStateAndChallengeThatDoNotTellTheVerifier() {
        TestDialog dialog = TestDialog.unattended().browsing(this::open);

        bench.strategy().signIn(Bench.request(), dialog);

        assertThat(dialog.page().getQuery())
                .contains("client_id=" + bench.app.clientId())
                .contains("redirect_uri=" + bench.redirect())
                .contains("response_type=code")
                .contains("scope=openid profile chutes:invoke")
                .contains("code_challenge_method=S256")
                .containsPattern("code_challenge=[A-Za-z0-9_-]{43}(&|$)")
                .containsPattern("state=[A-Za-z0-9_-]{43}(&|$)");
        String form = bench.chutes.requests().stream()
                .filter(request -> request.path().equals("/idp/token"))
                .findFirst()
                .orElseThrow()
                .body();
        String verifier = form.replaceAll(".*code_verifier=([^&]+).*", "$1");
        assertThat(verifier).matches("[A-Za-z0-9_-]{43}");
        assertThat(dialog.page().getQuery()).doesNotContain(verifier);
        assertThat(form).contains("grant_type=authorization_code").contains("client_secret=");
    }

    @Test
    void drawsStateAndVerifierAnewEachTime() {
        TestDialog first = TestDialog.unattended().browsing(this::open);
        TestDialog second = TestDialog.unattended().browsing(this::open);
        OAuthAuthStrategy strategy = bench.strategy();

        strategy.signIn(Bench.request(), first);
        strategy.signIn(Bench.request(), second);

        assertThat(first.page()).isNotEqualTo(second.page());
    }

    @Test
    void signsInWithThePastedAddressWhereThereIsNoBrowser() {
        TestDialog dialog = TestDialog.attended().pasting(url -> url);

        SignInResult result = bench.strategy().signIn(Bench.request("no-browser", "true"), dialog);

        assertThat(result.profileId()).isEqualTo(ID);
        assertThat(dialog.text()).contains("ssh -L " + bench.port + ":127.0.0.1:" + bench.port);
        assertThat(bench.portIsFree()).isTrue();
    }

    @Test
    void takesThePastedQueryAlone() {
        TestDialog dialog = TestDialog.attended().pasting(url -> url.substring(url.indexOf('?') + 1));

        assertThat(bench.strategy().signIn(Bench.request(), dialog).profileId()).isEqualTo(ID);
    }

    @Test
    void overSshItOpensNoBrowserAndShowsHowToForwardThePort() {
        bench.variables.put("SSH_TTY", "1");
        TestDialog dialog = TestDialog.attended().browsing(page -> {
            throw new AssertionError("a browser on the wrong machine");
        });
        dialog.pasting(url -> url);

        bench.strategy().signIn(Bench.request(), dialog);

        assertThat(dialog.text()).contains("ssh -L " + bench.port);
        assertThat(bench.stored(ID).account()).isEqualTo(FakeSignIn.USERNAME);
    }

    @Test
    void refusesABareCodeWithTheReasonAndAsksAgain() {
        TestDialog dialog = TestDialog.attended()
                .pasting(url -> url.replaceAll(".*code=([^&]+).*", "$1"))
                .pasting(url -> url.replaceAll("state=[^&]+", ""))
                .pasting(url -> url.replaceAll("state=[^&]+", "state=somebody-elses"))
                .answering("", "http://127.0.0.1/nothing")
                .pasting(url -> url);

        bench.strategy().signIn(Bench.request(), dialog);

        assertThat(dialog.text())
                .contains("A code alone is not accepted")
                .contains("The state is missing")
                .contains("that of another sign-in")
                .contains("Nothing was pasted")
                .contains("neither code nor state");
        assertThat(bench.chutes.idp().tokenRequests("authorization_code")).isEqualTo(1);
    }

    @Test
    void theBrowserIsOpenedOnlyOnceSomethingListens() {
        TestDialog dialog = TestDialog.unattended().browsing(page -> {
            assertThat(bench.portIsFree()).isFalse();
            open(page);
        });

        bench.strategy().signIn(Bench.request(), dialog);
    }

    @Test
    void strayAndForgedRequestsNeitherEndNorCompleteTheSignIn() {
        TestDialog dialog = TestDialog.unattended().browsing(page -> {
            URI callback = URI.create(bench.redirect());
            assertThat(browser.get(callback.resolve("/favicon.ico")).statusCode())
                    .isEqualTo(404);
            assertThat(browser.get(callback).statusCode()).isEqualTo(400);
            assertThat(browser.get(URI.create(callback + "?code=stolen&state=guessed"))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(browser.get(URI.create(callback + "?error=access_denied"))
                            .statusCode())
                    .isEqualTo(400);
            open(page);
        });

        assertThat(bench.strategy().signIn(Bench.request(), dialog).profileId()).isEqualTo(ID);
    }

    @Test
    void declinedConsentEndsTheSignInAtOnceWithTheReason() {
        bench.chutes
                .idp()
                .settings(IdpSettings.builder().autoApprove(true).deny(true).build());
        TestDialog dialog = TestDialog.attended().browsing(this::open);

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().signIn(Bench.request(), dialog))
                .withMessageContaining("declined")
                .withMessageContaining("User denied the request");
        assertThat(opened.get().join().body()).contains("declined");
        assertThat(bench.store.read()).isEqualTo(Credentials.EMPTY);
        assertThat(bench.portIsFree()).isTrue();
    }

    @Test
    void aPastedRefusalEndsTheSignInToo() {
        bench.chutes
                .idp()
                .settings(IdpSettings.builder()
                        .autoApprove(true)
                        .invalidScope(true)
                        .build());
        TestDialog dialog = TestDialog.attended().pasting(url -> url);

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().signIn(Bench.request(), dialog))
                .withMessageContaining("CHUTES_OAUTH_SCOPES");
    }

    @Test
    void aBusyPortFallsBackToPasteWithTheReasonShown() throws Exception {
        try (ServerSocket busy = new ServerSocket(bench.port, 1, InetAddress.getByName("127.0.0.1"))) {
            TestDialog dialog = TestDialog.attended().pasting(url -> url);

            bench.strategy().signIn(Bench.request(), dialog);

            assertThat(dialog.text()).contains("Cannot wait for the browser").contains("in use");
            assertThat(busy.isClosed()).isFalse();
        }
    }

    @Test
    void givesUpAfterABoundedWaitAndFreesThePort() {
        bench.callback = Duration.ofMillis(50);

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().signIn(Bench.request(), TestDialog.unattended()))
                .withMessageContaining("no answer came");
        assertThat(bench.portIsFree()).isTrue();
    }

    @Test
    void anUnattendedSignInIsFinishedByASecondProcessWithTheAddress() throws Exception {
        TestDialog dialog = TestDialog.unattended();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.strategy().signIn(Bench.request("no-browser", "true"), dialog))
                .withMessageContaining("--redirect-url");
        assertThat(bench.portIsFree()).isTrue();
        try (var files = Files.list(bench.folder)) {
            assertThat(files.toList()).singleElement().satisfies(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
        String url = browser.redirectOf(dialog.page());

        SignInResult result = bench.strategy().signIn(Bench.request("redirect-url", url), TestDialog.unattended());

        assertThat(result.profileId()).isEqualTo(ID);
        assertThat(bench.folder).satisfies(SignInTest::holdsNoPendingLogin);
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().signIn(Bench.request("redirect-url", url), TestDialog.unattended()))
                .withMessageContaining("No sign-in waits");
    }

    @Test
    void aPendingSignInIsNotKeptForLong() {
        TestDialog dialog = TestDialog.unattended();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.strategy().signIn(Bench.request("no-browser", "true"), dialog));
        String url = browser.redirectOf(dialog.page());
        bench.clock.turn(PendingLogins.LIFE);

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().signIn(Bench.request("redirect-url", url), TestDialog.unattended()));
        assertThat(bench.chutes.idp().tokenRequests("authorization_code")).isZero();
    }

    @Test
    void aForgedOrBareRedirectUrlIsRefusedAndTheSignInKeepsWaiting() {
        TestDialog dialog = TestDialog.unattended();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.strategy().signIn(Bench.request("no-browser", "true"), dialog));
        String url = browser.redirectOf(dialog.page());
        OAuthAuthStrategy strategy = bench.strategy();

        for (String bad : List.of("abc123", bench.redirect() + "?code=abc")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> strategy.signIn(Bench.request("redirect-url", bad), TestDialog.unattended()))
                    .withMessageContaining("whole address");
        }
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> strategy.signIn(
                        Bench.request("redirect-url", bench.redirect() + "?code=a&state=b"), TestDialog.unattended()));
        assertThat(strategy.signIn(Bench.request("redirect-url", url), TestDialog.unattended())
                        .profileId())
                .isEqualTo(ID);
    }

    @Test
    void onlyALoopbackRedirectIsAccepted() {
        for (String bad : List.of(
                "http://example.org:1456/cb",
                "http://0.0.0.0:1456/cb",
                "https://127.0.0.1:1456/cb",
                "http://127.0.0.1.example.org/cb",
                "http://127.0.0.1:1456/cb?x=1",
                "nonsense")) {
            bench.variables.put("CHUTES_OAUTH_REDIRECT_URI", bad);
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> bench.strategy().signIn(Bench.request(), TestDialog.unattended()))
                    .withMessageContaining("CHUTES_OAUTH_REDIRECT_URI");
        }
        assertThat(Redirect.of("http://[::1]:1456/cb", "test").listenable()).isPresent();
        assertThat(Redirect.of("http://127.0.0.1:1456/cb", "test").listenable()).isPresent();
        assertThat(Redirect.of("http://localhost:1456/cb", "test").listenable()).isEmpty();
    }

    @Test
    void anApiKeyOfTheSameNameIsNotOverwritten() {
        bench.store.update(now -> now.with(new Profile.ApiKey(ID, "chutes", Secret.of("cpk_fake"), null)));

        SignInResult result =
                bench.strategy().signIn(Bench.request(), TestDialog.unattended().browsing(this::open));

        assertThat(result.profileId()).isEqualTo(ID + "-oauth");
        assertThat(bench.store.read().profiles()).containsKeys(ID, ID + "-oauth");
    }

    private void open(URI page) {
        opened.set(browser.open(page));
    }

    private static void holdsNoPendingLogin(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("pending"));
        }
    }
}
