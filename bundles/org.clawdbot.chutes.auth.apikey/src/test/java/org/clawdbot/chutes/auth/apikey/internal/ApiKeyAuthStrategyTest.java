package org.clawdbot.chutes.auth.apikey.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.auth.SignOutResult;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.contracts.MemoryCredentialStore;
import org.clawdbot.contracts.ScriptedDialog;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiKeyAuthStrategyTest {

    private static ChutesSimulator chutes;

    private final MemoryCredentialStore store = new MemoryCredentialStore();
    private final Map<String, String> variables = new HashMap<>();

    @BeforeAll
    static void startChutes() throws Exception {
        chutes = ChutesSimulator.builder().revokedKey(FakeKeys.REVOKED).start();
    }

    @AfterAll
    static void stopChutes() {
        chutes.close();
    }

    @AfterEach
    void calmChutes() {
        chutes.scenario(Scenario.normal());
    }

    @Test
    void triesStoredThenEnvironmentThenConfiguredKeys() {
        store.update(before -> before.with(key("chutes:default", FakeKeys.GOOD, "alice")));
        variables.put("CHUTES_API_KEY", FakeKeys.OTHER);

        assertThat(strategy(FakeKeys.REVOKED).profiles())
                .extracting(ProfileStatus::profileId, ProfileStatus::source)
                .containsExactly(
                        tuple("chutes:default", ProfileStatus.Source.PROFILE),
                        tuple("chutes:environment", ProfileStatus.Source.ENVIRONMENT),
                        tuple("chutes:configuration", ProfileStatus.Source.CONFIGURATION));
    }

    @Test
    void theSameKeyInTwoPlacesIsTriedOnce() {
        variables.put("CHUTES_API_KEY", FakeKeys.GOOD);

        assertThat(strategy(FakeKeys.GOOD).profiles())
                .extracting(ProfileStatus::profileId)
                .containsExactly("chutes:environment");
    }

    @Test
    void ignoresProfilesOfOtherKindsAndProviders() {
        store.update(before -> before.with(new Profile.Token("chutes:ci", "chutes", Secret.of("fake"), null, null))
                .with(new Profile.ApiKey("other:default", "other", Secret.of("fake"), null)));

        assertThat(strategy(null).profiles()).isEmpty();
    }

    @Test
    void givesTheKeyOfAProfile() {
        store.update(before -> before.with(key("chutes:default", FakeKeys.GOOD, null)));

        Credential credential = strategy(null).credential("chutes:default");

        assertThat(credential.token().reveal()).isEqualTo(FakeKeys.GOOD);
        assertThat(credential.mode()).isEqualTo("api-key");
        assertThat(strategy(null).renew(credential)).isEmpty();
    }

    @Test
    void anUnknownProfileMeansSigningIn() {
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> strategy(null).credential("chutes:default"))
                .withMessageContaining("clawdbot onboard");
    }

    @Test
    void signsInWithAKeyThatTheAccountServiceKnows() {
        SignInResult result = strategy(null).signIn(request(FakeKeys.GOOD), ScriptedDialog.unattended());

        assertThat(result.verified()).isTrue();
        assertThat(result.account()).isNotBlank();
        assertThat(result.notes()).isEmpty();
        assertThat(store.read().profile("chutes:default"))
                .contains(key("chutes:default", FakeKeys.GOOD, result.account()));
    }

    @Test
    void aKeyThatMayOnlyInvokeModelsIsGood() {
        chutes.scenario(Scenario.of(Rule.always(Behaviour.error(401, "Invalid token or user not found"))
                .onRoute("GET /users/me")));

        SignInResult result = strategy(null).signIn(request(FakeKeys.GOOD), ScriptedDialog.unattended());

        assertThat(result.verified()).isTrue();
        assertThat(result.account()).isNull();
        assertThat(store.read().profiles()).containsOnlyKeys("chutes:default");
    }

    @Test
    void theKeyOfAnotherServerIsNotShownToChutes() {
        chutes.clearRequests();
        KeyCheck elsewhere = new KeyCheck(
                OkHttpClient::new, null, Endpoint.of(chutes.baseUrl().toString(), Endpoint.INFERENCE, "baseUrl"));

        assertThat(elsewhere.verify(Secret.of(FakeKeys.GOOD))).isNull();
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> elsewhere.verify(Secret.of(FakeKeys.REVOKED)));
        assertThat(chutes.requests()).allMatch(request -> request.path().equals("/v1/chat/completions"));
    }

    @Test
    void aStoreThatCannotBeReadMattersOnlyWhereThereIsNothingElse() {
        CredentialStore broken = new CredentialStore() {
            @Override
            public Credentials read() {
                throw new CredentialStoreException("cannot be understood", ErrorDetails.NONE, null);
            }

            @Override
            public Credentials update(UnaryOperator<Credentials> change) {
                return read();
            }

            @Override
            public String location() {
                return "broken";
            }
        };
        ApiKeyAuthStrategy strategy =
                new ApiKeyAuthStrategy(broken, name -> Optional.ofNullable(variables.get(name)), null, null);

        assertThatExceptionOfType(CredentialStoreException.class).isThrownBy(strategy::profiles);
        variables.put("CHUTES_API_KEY", FakeKeys.GOOD);
        assertThat(strategy.profiles()).extracting(ProfileStatus::profileId).containsExactly("chutes:environment");
    }

    @Test
    void aRefusedKeyIsNotStored() {
        for (String bad : List.of(FakeKeys.REVOKED, FakeKeys.MALFORMED, FakeKeys.FOREIGN, "cpk_fäke")) {
            assertThatExceptionOfType(SignInRequiredException.class)
                    .isThrownBy(() -> strategy(null).signIn(request(bad), ScriptedDialog.unattended()))
                    .withMessageNotContaining(bad);
        }
        assertThat(store.read()).isEqualTo(Credentials.EMPTY);
    }

    @Test
    void aKeyThatCannotBeCheckedIsNotStored() {
        chutes.scenario(Scenario.of(Rule.always(Behaviour.error(500, "oops"))));

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> strategy(null).signIn(request(FakeKeys.GOOD), ScriptedDialog.unattended()));
        assertThat(store.read()).isEqualTo(Credentials.EMPTY);
    }

    @Test
    void withoutVerifyingItStoresTheKeyAndSaysWhatLooksOdd() {
        chutes.clearRequests();

        SignInResult result = strategy(null)
                .signIn(
                        new SignInRequest("chutes:work", Secret.of("sk-not-real"), false, Map.of()),
                        ScriptedDialog.unattended());

        assertThat(result.verified()).isFalse();
        assertThat(result.notes()).singleElement().asString().contains("cpk_");
        assertThat(store.read().profiles()).containsOnlyKeys("chutes:work");
        assertThat(chutes.requests()).isEmpty();
    }

    @Test
    void asksForTheKeyWhenSomebodyIsThere() {
        ScriptedDialog dialog = ScriptedDialog.answering("export CHUTES_API_KEY='" + FakeKeys.GOOD + "';");

        strategy(null).signIn(new SignInRequest(null, null, true, Map.of()), dialog);

        assertThat(store.read().profile("chutes:default"))
                .containsInstanceOf(Profile.ApiKey.class)
                .hasValueSatisfying(profile ->
                        assertThat(((Profile.ApiKey) profile).key().reveal()).isEqualTo(FakeKeys.GOOD));
        assertThat(String.join("\n", dialog.shown())).doesNotContain(FakeKeys.GOOD);
    }

    @Test
    void namesFlagAndVariableWhenNobodyIsThereToAsk() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strategy(null)
                        .signIn(new SignInRequest(null, null, true, Map.of()), ScriptedDialog.unattended()))
                .withMessageContaining("--chutes-api-key")
                .withMessageContaining("CHUTES_API_KEY");
    }

    @Test
    void aKeyHoldsNothingToRefresh() {
        store.update(before -> before.with(key("chutes:default", FakeKeys.GOOD, null)));

        assertThat(strategy(null).refresh("chutes:default")).isEmpty();
        assertThat(strategy(null).profiles()).singleElement().satisfies(status -> assertThat(status.grant())
                .isNull());
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> strategy(null).refresh("chutes:none"));
    }

    @Test
    void forgetsOnlyItsOwnProfiles() {
        store.update(before -> before.with(key("chutes:default", FakeKeys.GOOD, null))
                .with(new Profile.Token("chutes:ci", "chutes", Secret.of("fake"), null, null)));

        assertThat(strategy(null).signOut("chutes:ci")).isEmpty();
        assertThat(strategy(null).signOut("chutes:default")).hasValueSatisfying(result -> {
            assertThat(result.profileId()).isEqualTo("chutes:default");
            assertThat(result.revocation()).isEqualTo(SignOutResult.Revocation.UNSUPPORTED);
            assertThat(result.note()).contains("delete it at");
        });
        assertThat(strategy(null).signOut("chutes:default")).isEmpty();
        assertThat(store.read().profiles()).containsOnlyKeys("chutes:ci");
    }

    @Test
    void anAddressThatIsNoUrlIsReportedByNameWhenItIsUsed() {
        ApiKeyAuthStrategy strategy = new ApiKeyAuthStrategy(
                store,
                name -> Optional.empty(),
                null,
                new KeyCheck(
                        OkHttpClient::new,
                        Endpoint.of("nonsense", Endpoint.ACCOUNT, "some.pid accountUrl"),
                        Endpoint.of(null, Endpoint.INFERENCE, "some.pid baseUrl")));

        assertThat(strategy.profiles()).isEmpty();
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> strategy.signIn(request(FakeKeys.GOOD), ScriptedDialog.unattended()))
                .withMessageContaining("some.pid accountUrl")
                .withMessageContaining("nonsense");
    }

    private ApiKeyAuthStrategy strategy(String configured) {
        KeyCheck check = new KeyCheck(
                OkHttpClient::new,
                Endpoint.of(chutes.accountUrl().toString(), Endpoint.ACCOUNT, "accountUrl"),
                Endpoint.of(chutes.baseUrl().toString(), Endpoint.INFERENCE, "baseUrl"));
        return new ApiKeyAuthStrategy(
                store,
                name -> Optional.ofNullable(variables.get(name)),
                configured == null ? null : Secret.of(configured),
                check);
    }

    private static SignInRequest request(String key) {
        return new SignInRequest(null, Secret.of(key), true, Map.of());
    }

    private static Profile key(String id, String key, String account) {
        return new Profile.ApiKey(id, "chutes", Secret.of(key), account);
    }
}
