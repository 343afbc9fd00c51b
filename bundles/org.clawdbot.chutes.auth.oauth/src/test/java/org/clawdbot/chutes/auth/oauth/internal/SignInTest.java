package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.clawdbot.testkit.simulator.http.RecordedRequest;
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
        assertThat(sentTo("/idp/token").header("Content-Type").orElseThrow())
                .startsWith("application/x-www-form-urlencoded");
        assertThat(sentTo("/idp/userinfo").header("Authorization"))
                .contains("Bearer " + profile.access().reveal());
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
        String form = sentTo("/idp/token").body();
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
    void overSshItOpensNoBrowserAndShowsHowToForwardThePort() {
        bench.variables.put("SSH_TTY", "1");
        TestDialog dialog = TestDialog.attended().browsing(page -> {
            throw new AssertionError("a browser on the wrong machine");
        });
        dialog.pasting(url -> url);

        bench.strategy().signIn(Bench.request(), dialog);

        assertThat(dialog.text()).contains("ssh -L " + bench.port, "paste the address");
        assertThat(bench.stored(ID).account()).isEqualTo(FakeSignIn.USERNAME);
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
    void givesUpAfterABoundedWaitAndFreesThePort() {
        bench.callback = Duration.ofMillis(50);

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().signIn(Bench.request(), TestDialog.unattended()))
                .withMessageContaining("no answer came");
        assertThat(bench.portIsFree()).isTrue();
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

    private RecordedRequest sentTo(String path) {
        return bench.chutes.requests().stream()
                .filter(request -> request.path().equals(path))
                .findFirst()
                .orElseThrow();
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
