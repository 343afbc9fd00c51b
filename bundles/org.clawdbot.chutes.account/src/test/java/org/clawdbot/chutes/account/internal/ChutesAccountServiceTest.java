package org.clawdbot.chutes.account.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import okhttp3.OkHttpClient;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.account.Subscription;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChutesAccountServiceTest {

    private static final Instant NOW = Instant.parse("2026-08-22T09:30:00Z");
    private static final Instant NEXT_DAY = Instant.parse("2026-08-23T00:00:00Z");

    private static ChutesSimulator chutes;

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
    void readsWhoHowMuchAndHowFar() {
        Account account = read(FakeKeys.GOOD);

        assertThat(account.name()).isNotBlank();
        assertThat(account.id()).isNotBlank();
        assertThat(account.balance()).isEqualByComparingTo("12.34");
        assertThat(account.quotas())
                .containsExactly(new Quota("*", new BigDecimal("2000"), new BigDecimal("153.1"), NEXT_DAY));
        Subscription subscription = account.subscription();
        assertThat(subscription).isNotNull();
        assertThat(subscription.monthlyPrice()).isEqualByComparingTo("20");
        assertThat(subscription.custom()).isFalse();
        assertThat(subscription.windows())
                .extracting(Subscription.Window::name)
                .containsExactly("four-hour", "monthly");
        assertThat(subscription.windows().get(0).used()).isEqualByComparingTo("1.25");
        assertThat(subscription.windows().get(0).cap()).isEqualByComparingTo("8.333333");
        assertThat(subscription.windows().get(0).resetAt()).isNotNull();
        assertThat(account.missing()).isEmpty();
    }

    @Test
    void readsQuotasThatAreAnObject() {
        answer("/users/me/quotas", "{\"*\": 0}");

        assertThat(read(FakeKeys.GOOD).quotas())
                .extracting(Quota::scope, Quota::limit)
                .containsExactly(tuple("*", BigDecimal.ZERO));
    }

    @Test
    void anEmptyObjectMeansNoQuotas() {
        answer("/users/me/quotas", "{}");

        Account account = read(FakeKeys.GOOD);

        assertThat(account.quotas()).isEmpty();
        assertThat(account.missing()).isEmpty();
    }

    @Test
    void anUnlimitedQuotaHasNoLimit() {
        answer("/users/me/quota_usage/*", "{\"quota\": \"unlimited\", \"used\": 7.5}");

        assertThat(read(FakeKeys.GOOD).quotas()).containsExactly(new Quota("*", null, new BigDecimal("7.5"), NEXT_DAY));
    }

    @Test
    void anAccountWithoutSubscriptionHasNone() {
        answer("/users/me/subscription_usage", "{\"subscription\": false}");

        Account account = read(FakeKeys.GOOD);

        assertThat(account.subscription()).isNull();
        assertThat(account.missing()).isEmpty();
    }

    @Test
    void aCustomPlanMayBeUncapped() {
        answer(
                "/users/me/subscription_usage",
                "{\"subscription\": true, \"custom\": true, \"monthly_price\": 50, \"anchor_date\": null,"
                        + " \"monthly\": {\"uncapped\": true}}");

        Subscription subscription = read(FakeKeys.GOOD).subscription();

        assertThat(subscription).isNotNull();
        assertThat(subscription.custom()).isTrue();
        assertThat(subscription.windows()).containsExactly(new Subscription.Window("monthly", null, null, null));
    }

    @Test
    void whatTheCredentialMayNotReadIsNamedAndTheRestIsThere() {
        chutes.scenario(
                Scenario.of(Rule.always(Behaviour.error(403, "Token does not have permission for this resource"))
                        .onRoute("/users/me/quotas")));

        Account account = read(FakeKeys.GOOD);

        assertThat(account.balance()).isEqualByComparingTo("12.34");
        assertThat(account.quotas()).isEmpty();
        assertThat(account.subscription()).isNotNull();
        assertThat(account.missing()).singleElement().asString().startsWith("The quotas could not be read: ");
    }

    @Test
    void aRefusedKeyMeansSigningIn() {
        assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(() -> read(FakeKeys.REVOKED));
    }

    @Test
    void anAnswerThatIsNoJsonIsTheServersFault() {
        answer("/users/me", "<html>no</html>");

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> read(FakeKeys.GOOD))
                .withMessageContaining("accountUrl");
    }

    @Test
    void asksNobodyWhereNoAccountServiceIsKnown() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> new ChutesAccountService(null, Clock.systemUTC()).read(credential(FakeKeys.GOOD)))
                .withMessageContaining("accountUrl");
    }

    @Test
    void neverNamesTheCredential() {
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> read("cpk_fake\nwith-a-line-end"))
                .withMessageNotContaining("fake");
    }

    private static void answer(String route, String body) {
        chutes.scenario(Scenario.of(Rule.always(Behaviour.body(200, body)).onRoute(route)));
    }

    private static Account read(String key) {
        OkHttpClient http = new OkHttpClient();
        AccountClient client =
                new AccountClient(() -> http, Endpoint.of(chutes.accountUrl().toString(), Endpoint.ACCOUNT, "test"));
        return new ChutesAccountService(client, Clock.fixed(NOW, ZoneOffset.UTC)).read(credential(key));
    }

    private static Credential credential(String key) {
        return new Credential("chutes", "chutes:default", AuthMode.API_KEY, Secret.of(key), null);
    }
}
