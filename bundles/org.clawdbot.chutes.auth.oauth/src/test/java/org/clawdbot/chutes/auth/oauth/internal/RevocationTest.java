package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.auth.SignOutResult;
import org.clawdbot.api.auth.SignOutResult.Revocation;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder.resolve("state"));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void tokensThatCannotBeStoredAreRevoked() {
        FlakyStore full = new FlakyStore(bench.store);
        full.failWrites(1);

        assertThatExceptionOfType(CredentialStoreException.class)
                .isThrownBy(() -> bench.strategy(full).signIn(Bench.request(), browsing()));
        assertThat(bench.chutes.requests())
                .filteredOn(r -> r.path().equals("/idp/token/revoke"))
                .hasSize(2);
    }

    @Test
    void signingOutRevokesBothTokensAndForgetsThem() {
        String id = signIn().profileId();
        Profile.OAuth profile = bench.stored(id);
        OAuthAuthStrategy strategy = bench.strategy();

        assertThat(strategy.signOut(id)).contains(new SignOutResult(id, Revocation.REVOKED, null));

        assertThat(bench.chutes.idp().isRevoked(profile.access().reveal())).isTrue();
        assertThat(bench.chutes.idp().isRevoked(profile.refresh().reveal())).isTrue();
        assertThat(bench.store.read().profile(id)).isEmpty();
        assertThat(strategy.signOut(id)).isEmpty();
    }

    @Test
    void signingOutForgetsAndSaysSoEvenWhenTheServerIsAway() {
        String id = signIn().profileId();
        bench.chutes.scenario(Scenario.of(Rule.always(Behaviour.html(503, "<h1>away</h1>"))
                .onRoute("POST /idp/token/revoke")
                .atIngress()));

        SignOutResult result = bench.strategy().signOut(id).orElseThrow();

        assertThat(result.revocation()).isEqualTo(Revocation.FAILED);
        assertThat(result.note()).contains("could not be told", "withdraw the app's authorization");
        assertThat(bench.store.read().profile(id)).isEmpty();
    }

    @Test
    void theRegisteredAppIsForgottenOnlyByItsOwnName() {
        String id = signIn().profileId();
        OAuthAuthStrategy strategy = bench.strategy();
        strategy.signOut(id);
        bench.variables.remove("CHUTES_CLIENT_ID");
        bench.variables.remove("CHUTES_CLIENT_SECRET");
        assertThat(signIn().profileId()).isEqualTo(id);

        assertThat(strategy.signOut("chutes-oauth-app:" + bench.app.clientId()))
                .hasValueSatisfying(result -> assertThat(result.revocation()).isEqualTo(Revocation.UNSUPPORTED));
        assertThat(bench.store.read().profilesOf("chutes-oauth-app")).isEmpty();
    }

    private SignInResult signIn() throws ModelException {
        return bench.strategy().signIn(Bench.request(), browsing());
    }

    private static TestDialog browsing() {
        return TestDialog.unattended().browsing(page -> new Browser().open(page));
    }
}
