package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.clawdbot.itests.oauth.Host.Result;
import org.clawdbot.itests.oauth.Host.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person with a real browser, who clicks. */
class BrowserSignInIT {

    @TempDir
    Path home;

    private ChutesSimulator chutes;
    private Host host;

    @BeforeEach
    void start() throws IOException {
        Optional<String> missing = Chromium.missing();
        assumeTrue(missing.isEmpty(), () -> "no browser to click in: " + missing.orElse(""));
        chutes = ChutesSimulator.start();
        RegisteredApp app =
                chutes.idp().registerApp("Agent host", "http://127.0.0.1:" + Host.freePort() + "/oauth-callback");
        host = Host.whole(home)
                .at(chutes.baseUrl(), chutes.accountUrl())
                .with("CHUTES_CLIENT_ID", app.clientId())
                .with("CHUTES_CLIENT_SECRET", app.clientSecret())
                .with("CHUTES_OAUTH_REDIRECT_URI", app.redirectUris().get(0));
    }

    @AfterEach
    void stop() {
        if (chutes != null) {
            chutes.close();
        }
    }

    @Test
    void signingInAndAllowingLeadsToAStreamedReply() throws Exception {
        Result signedIn;
        try (Running running = host.start("onboard", "--auth-choice", "chutes");
                Chromium browser = new Chromium(home)) {
            browser.open(running.page());
            browser.type("fingerprint", FakeSignIn.FINGERPRINT);
            browser.click("login");
            browser.click("allow");
            signedIn = running.end();
            assertThat(browser.address()).startsWith("http://127.0.0.1:").contains("/oauth-callback");
            assertThat(browser.text()).containsIgnoringCase("signed in");
        }

        assertThat(signedIn.exit()).as(signedIn.err()).isZero();
        assertThat(signedIn.out()).contains("chutes:" + FakeSignIn.USERNAME);
        chutes.chat(Behaviour.reply("Nice to meet you."));
        assertThat(host.run("agent", "--message", "hi")).isEqualTo(new Result(0, "Nice to meet you.\n", ""));
        RecordedRequest chat = chutes.requests("/v1/chat/completions").get(0);
        assertThat(chat.header("Authorization").orElseThrow()).startsWith("Bearer cak_");
        assertThat(chat.body()).contains("\"stream\":true");
    }

    @Test
    void clickingOnDenyEndsTheSignInWithTheReason() throws Exception {
        Result refused;
        try (Running running = host.start("onboard", "--auth-choice", "chutes");
                Chromium browser = new Chromium(home)) {
            browser.open(running.page());
            browser.type("fingerprint", FakeSignIn.FINGERPRINT);
            browser.click("login");
            browser.click("deny");
            refused = running.end();
            assertThat(browser.text()).contains("User denied the request");
        }

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("declined in the browser", "User denied the request");
        assertThat(host.profiles()).doesNotExist();
    }
}
