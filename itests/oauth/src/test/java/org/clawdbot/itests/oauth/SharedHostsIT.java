package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.credentials.file.internal.FileCredentialStore;
import org.clawdbot.itests.oauth.Host.Result;
import org.clawdbot.itests.oauth.Host.Running;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.idp.IssuedTokens;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link SharedProfileIT} does often with small processes, once with eight whole hosts. */
class SharedHostsIT {

    @TempDir
    Path home;

    private ChutesSimulator chutes;

    @BeforeEach
    void startChutes() {
        chutes = ChutesSimulator.builder().threads(8).start();
        chutes.chat(Behaviour.reply("Nice to meet you."));
    }

    @AfterEach
    void stopChutes() {
        chutes.close();
    }

    @Test
    void eightHostsAnswerAfterOneRefresh() throws Exception {
        RegisteredApp app = chutes.idp().demoApp();
        Host host = Host.whole(home)
                .at(chutes.baseUrl(), chutes.accountUrl())
                .with("CHUTES_CLIENT_ID", app.clientId())
                .with("CHUTES_CLIENT_SECRET", app.clientSecret());
        Profile.OAuth expired = store(host.profiles(), app);

        List<Running> running = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                running.add(host.start("agent", "--message", "hi"));
            }
            for (Running each : running) {
                results.add(each.end());
            }
        } finally {
            running.forEach(Running::close);
        }

        assertThat(results).hasSize(8).containsOnly(new Result(0, "Nice to meet you.\n", ""));
        assertThat(chutes.idp().tokenRequests("refresh_token")).isEqualTo(1);
        assertThat(chutes.requests("/v1/chat/completions"))
                .extracting(request -> request.header("Authorization").orElseThrow())
                .hasSize(8)
                .doesNotContain("Bearer " + expired.access().reveal());
    }

    private Profile.OAuth store(Path file, RegisteredApp app) {
        IssuedTokens tokens = chutes.idp().issueTokens(app, "alice", "openid", "profile", "chutes:invoke");
        chutes.idp().expire(tokens.accessToken());
        Profile.OAuth profile = new Profile.OAuth(
                "chutes:alice",
                "chutes",
                Secret.of(tokens.accessToken()),
                Secret.of(tokens.refreshToken()),
                Instant.now().minusSeconds(3600),
                app.clientId(),
                "sub_1",
                "alice",
                List.of("openid", "profile", "chutes:invoke"));
        new FileCredentialStore(Configured.as(FileCredentialStore.Config.class, Map.of("file", file.toString())))
                .update(now -> now.with(profile));
        return profile;
    }
}
