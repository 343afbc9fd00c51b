package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.idp.IdpSettings;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTest {

    private static final String TOKENS = "{\"access_token\":\"cak_a\",\"refresh_token\":\"crt_r\",\"expires_in\":3600";

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
    void anAnswerWithoutTokensOrWithAnUnsafeLifetimeStoresNothing() {
        for (String body : List.of(
                "{\"refresh_token\":\"crt_r\",\"expires_in\":3600}",
                "{\"access_token\":\"cak_a\",\"expires_in\":3600}",
                "{\"access_token\":\"cak_a\",\"refresh_token\":\"\",\"expires_in\":3600}",
                "{\"access_token\":\"cak_a\",\"refresh_token\":\"crt_r\"}",
                "{\"access_token\":\"cak_a\",\"refresh_token\":\"crt_r\",\"expires_in\":1e400}",
                "cak_a",
                "<html>")) {
            bench.tokenAnswers(200, body);
            assertThatExceptionOfType(ProviderUnavailableException.class)
                    .as(body)
                    .isThrownBy(this::signIn)
                    .withMessageContaining("Chutes gave no tokens")
                    .withMessageNotContaining("cak_");
        }
        assertThat(bench.store.read()).isEqualTo(Credentials.EMPTY);
    }

    @Test
    void aHugeAnswerIsRejected() {
        bench.tokenAnswers(200, TOKENS + ",\"padding\":\"" + "x".repeat(3 << 20) + "\"}");

        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(this::signIn);
    }

    @Test
    void aRefusalIsToldInBoundsWithoutAnythingThatLooksSecret() {
        bench.tokenAnswers(
                400,
                "{\"error\":\"invalid_grant\",\"error_description\":\"<b>no</b> crt_1234.abcdef "
                        + "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy " + "very long ".repeat(500) + "\"}");

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(this::signIn)
                .withMessageContaining("invalid_grant")
                .withMessageContaining("<b>no</b>")
                .withMessageNotContaining("1234")
                .withMessageNotContaining("Zm9v")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(800));
    }

    @Test
    void aServerThatIsDownIsNamedWithItsStatus() {
        bench.tokenAnswers(502, "<h1>crt_secret</h1>");

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(this::signIn)
                .withMessageContaining("502")
                .withMessageNotContaining("crt_")
                .satisfies(e -> assertThat(e.details().httpStatus()).isEqualTo(502));
        assertThat(bench.chutes.idp().tokenRequests("authorization_code"))
                .as("a code works once")
                .isZero();
    }

    @Test
    void anExchangeThatHangsEndsInTime() {
        bench.request = Duration.ofMillis(150);
        hang("POST /idp/token");

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(this::signIn)
                .satisfies(e -> assertThat(e.code()).isEqualTo("timeout"));
    }

    @Test
    void withoutTheSecretTheRefusalSaysWhichVariableIsMissing() {
        bench.variables.remove("CHUTES_CLIENT_SECRET");

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(this::signIn)
                .withMessageContaining("CHUTES_CLIENT_SECRET")
                .satisfies(e -> assertThat(e.code()).isEqualTo("client-refused"));
    }

    @Test
    void whereTheExchangeWorksWithoutSecretItWarnsThatRefreshingWillNot() {
        bench.variables.remove("CHUTES_CLIENT_SECRET");
        bench.chutes
                .idp()
                .settings(IdpSettings.builder()
                        .autoApprove(true)
                        .pkceReplacesSecret(true)
                        .build());

        assertThat(signIn().notes())
                .singleElement()
                .asString()
                .contains("CHUTES_CLIENT_SECRET")
                .contains("renewed");
    }

    @Test
    void theSecretIsKeptApartFromWhatIsSentToModels() {
        SignInResult result = signIn();
        bench.variables.clear();
        bench.clock.turn(Duration.ofHours(2));

        OAuthAuthStrategy later = bench.strategy();

        assertThat(later.credential(result.profileId()).token())
                .isEqualTo(bench.stored(result.profileId()).access());
        assertThat(later.profiles()).extracting(status -> status.profileId()).containsExactly(result.profileId());
        assertThat(bench.store.read().profilesOf("chutes")).hasSize(1);
    }

    @Test
    void aScopeThatWasAskedForButNotGrantedEndsTheSignIn() {
        bench.tokenAnswers(200, TOKENS + ",\"scope\":\"openid profile\"}");

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(this::signIn)
                .withMessageContaining("chutes:invoke");
        assertThat(bench.store.read()).isEqualTo(Credentials.EMPTY);
        assertThat(bench.chutes.requests())
                .filteredOn(r -> r.path().equals("/idp/token/revoke"))
                .hasSize(2);
    }

    @Test
    void aScopeThatWasNotAskedForIsNoticed() {
        bench.variables.put("CHUTES_OAUTH_SCOPES", " openid   profile ");

        SignInResult result = signIn();

        assertThat(result.notes()).anyMatch(note -> note.contains("chutes:invoke") && note.contains("no model"));
        assertThat(bench.stored(result.profileId()).scopes()).containsExactlyInAnyOrder("openid", "profile");
    }

    @Test
    void tokensAreKeptWhenNobodyTellsWhoSignedIn() {
        for (Behaviour silence : List.of(
                Behaviour.error(401, "Invalid or expired token"),
                Behaviour.html(502, "<h1>no</h1>"),
                Behaviour.normal().with(Setting.HANG, true))) {
            bench.request = Duration.ofMillis(300);
            bench.chutes.scenario(Scenario.of(
                    Rule.always(silence).onRoute("GET /idp/userinfo").atIngress()));

            SignInResult result = signIn();

            assertThat(result.profileId()).isEqualTo("chutes:default");
            assertThat(result.account()).isNull();
        }
    }

    @Test
    void anAnswerThatNobodyReadsGivesItsConnectionBack() {
        bench.chutes.scenario(Scenario.of(Rule.always(Behaviour.html(502, "<h1>" + "no".repeat(100_000) + "</h1>"))
                .onRoute("GET /idp/userinfo")
                .atIngress()));

        signIn();

        ConnectionPool pool = bench.http.connectionPool();
        assertThat(bench.chutes.requests()).anyMatch(request -> request.path().equals("/idp/userinfo"));
        assertThat(pool.idleConnectionCount()).isEqualTo(pool.connectionCount());
    }

    @Test
    void aUserWhoLeavesDuringTheLastQuestionStoresNothing() {
        AccountClient account = new AccountClient(
                OkHttpClient::new,
                Endpoint.of(bench.chutes.accountUrl().toString(), "", "accountUrl"),
                Duration.ofSeconds(5),
                new Random());
        // From here on there is a connection, so that the interruption is met while waiting for the answer.
        assertThat(account.owner(Secret.of("cak_x"))).isEqualTo(AccountClient.Owner.UNKNOWN);
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(RequestCancelledException.class)
                    .isThrownBy(() -> account.owner(Secret.of("cak_x")));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void signingInAnewReplacesTheProfileAndClearsItsRecord() {
        SignInResult first = signIn();
        bench.store.update(now -> now.withUsage(
                first.profileId(), new ProfileUsage(null, null, bench.clock.instant(), "x", 3, Map.of(), null)));

        assertThat(signIn().profileId()).isEqualTo("chutes:" + FakeSignIn.USERNAME);
        assertThat(bench.store.read().usage().get(first.profileId()).errorCount())
                .isZero();
    }

    @Test
    void stoppingTheStrategyEndsASignInThatWaits() throws Exception {
        OAuthAuthStrategy strategy = bench.strategy();
        TestDialog dialog = TestDialog.attended().browsing(page -> new Thread(strategy::close).start());

        assertThatExceptionOfType(RequestCancelledException.class)
                .isThrownBy(() -> strategy.signIn(Bench.request(), dialog));
        assertThat(bench.portIsFree()).isTrue();
    }

    private SignInResult signIn() throws ModelException {
        return bench.strategy().signIn(Bench.request(), browsing());
    }

    private static TestDialog browsing() {
        return TestDialog.unattended().browsing(page -> new Browser().open(page));
    }

    private void hang(String route) {
        bench.chutes.scenario(Scenario.of(Rule.always(Behaviour.normal().with(Setting.HANG, true))
                .onRoute(route)
                .atIngress()));
    }
}
