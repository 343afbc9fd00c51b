package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.error.SignInPendingException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInWithoutBrowserTest {

    private static final String ID = "chutes:" + FakeSignIn.USERNAME;

    @TempDir
    Path folder;

    private Bench bench;
    private final Browser browser = new Browser();

    @BeforeEach
    void start() {
        bench = new Bench(folder.resolve("state"));
    }

    @AfterEach
    void stop() {
        bench.close();
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
    void anUnattendedSignInIsFinishedByASecondProcessWithTheAddress() throws Exception {
        TestDialog dialog = TestDialog.unattended();
        assertThatExceptionOfType(SignInPendingException.class)
                .isThrownBy(() -> bench.strategy().signIn(Bench.request("no-browser", "true"), dialog))
                .withMessageContaining("--redirect-url")
                .satisfies(pending -> {
                    assertThat(pending.code()).isEqualTo("sign-in-pending");
                    assertThat(pending.page()).isEqualTo(dialog.page());
                    assertThat(pending.finishBefore())
                            .isEqualTo(bench.clock.instant().plus(PendingLogins.LIFE));
                    assertThat(pending.toString()).doesNotContain("state=");
                });
        assertThat(bench.portIsFree()).isTrue();
        try (var files = Files.list(bench.folder)) {
            assertThat(files.toList()).singleElement().satisfies(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
        String url = browser.redirectOf(dialog.page());

        SignInResult result = bench.strategy().signIn(Bench.request("redirect-url", url), TestDialog.unattended());

        assertThat(result.profileId()).isEqualTo(ID);
        assertThat(bench.folder).satisfies(SignInWithoutBrowserTest::holdsNoPendingLogin);
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> bench.strategy().signIn(Bench.request("redirect-url", url), TestDialog.unattended()))
                .withMessageContaining("No sign-in waits");
    }

    @Test
    void aPendingSignInIsNotKeptForLong() {
        TestDialog dialog = TestDialog.unattended();
        assertThatExceptionOfType(SignInPendingException.class)
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
        assertThatExceptionOfType(SignInPendingException.class)
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

    private static void holdsNoPendingLogin(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("pending"));
        }
    }
}
