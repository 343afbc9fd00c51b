package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder.resolve("state"));
        bench.variables.remove("CHUTES_CLIENT_ID");
        bench.variables.remove("CHUTES_CLIENT_SECRET");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void withoutAnAppAndWithoutAUserItSaysWhatToSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.strategy().signIn(Bench.request(), TestDialog.unattended()))
                .withMessageContaining("CHUTES_CLIENT_ID")
                .withMessageContaining("CHUTES_CLIENT_SECRET")
                .withMessageContaining(bench.redirect());
    }

    @Test
    void aUserIsToldHowToRegisterAndAskedForIdAndSecret() {
        TestDialog dialog = browsing().answering("", bench.app.clientId(), bench.app.clientSecret());

        bench.strategy().signIn(Bench.request(), dialog);

        assertThat(dialog.text())
                .contains("must be registered at Chutes once")
                .contains(bench.redirect())
                .doesNotContain(bench.app.clientSecret());
        assertThat(bench.store.read().profilesOf("chutes-oauth-app")).hasSize(1);
    }

    @Test
    void withAnApiKeyAtHandAnAppIsRegisteredAfterAsking() {
        storeKey(FakeKeys.GOOD);
        TestDialog dialog = browsing().answering("yes");

        SignInResult result = bench.strategy().signIn(Bench.request(), dialog);

        assertThat(dialog.text()).contains("Register one at Chutes").contains("Registered the app cid_");
        String clientId = bench.stored(result.profileId()).clientId();
        assertThat(clientId).startsWith("cid_").isNotEqualTo(bench.app.clientId());
        assertThat(bench.store.read().profile("chutes-oauth-app:" + clientId)).isPresent();
        assertThat(dialog.text()).doesNotContain("csc_").doesNotContain(FakeKeys.GOOD);
        var sent = bench.chutes.requests().stream()
                .filter(request -> request.path().equals("/idp/apps"))
                .findFirst()
                .orElseThrow()
                .json();
        assertThat(sent.path("public").booleanValue()).isFalse();
        assertThat(sent.path("redirect_uris").get(0).textValue()).isEqualTo(bench.redirect());
        assertThat(sent.has("allowed_scopes")).isFalse();
    }

    @Test
    void theApiKeyOfTheEnvironmentRegistersAnAppToo() {
        bench.variables.put("CHUTES_API_KEY", FakeKeys.GOOD);
        TestDialog dialog = browsing().answering("yes");

        SignInResult result = bench.strategy().signIn(Bench.request(), dialog);

        assertThat(dialog.text())
                .contains("of CHUTES_API_KEY?", "Registered the app cid_")
                .doesNotContain(FakeKeys.GOOD);
        assertThat(bench.stored(result.profileId()).clientId()).startsWith("cid_");
        assertThat(bench.store.read().profilesOf("chutes")).noneMatch(Profile.ApiKey.class::isInstance);
    }

    @Test
    void aNameThatIsTakenIsReplacedByAnother() {
        storeKey(FakeKeys.GOOD);
        bench.chutes.scenario(
                Scenario.of(Rule.always(Behaviour.error(409, "An application with this name already exists"))
                        .onRoute("POST /idp/apps")
                        .atIngress()
                        .times(1)));

        bench.strategy().signIn(Bench.request(), browsing().answering("yes"));

        assertThat(bench.chutes.requests())
                .filteredOn(request -> request.path().equals("/idp/apps"))
                .hasSize(2);
    }

    @Test
    void whereRegisteringFailsTheReasonIsShownAndTheUserAsked() {
        storeKey(FakeKeys.REVOKED);
        bench.chutes.keys().revoke(FakeKeys.REVOKED);
        TestDialog dialog = browsing().answering("yes", bench.app.clientId(), bench.app.clientSecret());

        bench.strategy().signIn(Bench.request(), dialog);

        assertThat(dialog.text()).contains("could not be registered").doesNotContain(FakeKeys.REVOKED);
    }

    @Test
    void nothingIsRegisteredUnasked() {
        storeKey(FakeKeys.GOOD);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.strategy().signIn(Bench.request(), TestDialog.unattended()));
        bench.strategy()
                .signIn(Bench.request(), browsing().answering("no", bench.app.clientId(), bench.app.clientSecret()));

        assertThat(bench.chutes.requests()).noneMatch(request -> request.path().equals("/idp/apps"));
    }

    @Test
    void anAppFromBeforeIsUsedAgain() {
        bench.strategy().signIn(Bench.request(), browsing().answering(bench.app.clientId(), bench.app.clientSecret()));

        TestDialog second = TestDialog.unattended().browsing(ClientsTest::open);
        SignInResult result = bench.strategy().signIn(Bench.request(), second);

        assertThat(bench.stored(result.profileId()).clientId()).isEqualTo(bench.app.clientId());
    }

    @Test
    void theSecretOfAnotherAppIsNeverSent() {
        bench.variables.put("CHUTES_CLIENT_ID", "cid_other");
        bench.variables.put("CHUTES_CLIENT_SECRET", "csc_other");
        bench.expired();
        bench.store.update(
                now -> Clients.keeping(new Client(bench.app.clientId(), Secret.of(bench.app.clientSecret())), now));

        assertThat(bench.strategy().credential(Bench.PROFILE).token())
                .isEqualTo(bench.stored(Bench.PROFILE).access());
        assertThat(bench.chutes.requests()).noneMatch(request -> request.body().contains("csc_other"));
    }

    private void storeKey(String key) {
        bench.store.update(now -> now.with(new Profile.ApiKey("chutes:default", "chutes", Secret.of(key), null)));
    }

    private static TestDialog browsing() {
        return TestDialog.attended().browsing(ClientsTest::open);
    }

    private static void open(URI page) {
        assertThat(new Browser().open(page)).isNotNull();
    }
}
