package org.clawdbot.chutes.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.ProfileStatus.Source;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The aliases an account has for pools of models. */
class AccountAliasesTest extends LiveFixture {

    private static final String WIDE = "11111111-1111-1111-1111-111111111111";
    private static final String NARROW = "22222222-2222-2222-2222-222222222222";

    private LiveModelCatalog catalog;

    @BeforeEach
    void makeAlias() throws Exception {
        chutes.models(
                """
                [{"id":"wide","chute_id":"%s","context_length":262144},
                 {"id":"narrow","chute_id":"%s","context_length":40960}]"""
                        .formatted(WIDE, NARROW));
        put("My-Pool", WIDE, NARROW);
        chutes.clearRequests();
        catalog = catalog().signedInWith(new FakeStrategy("api-key", Source.PROFILE, "chutes:default", FakeKeys.GOOD));
    }

    @Test
    void anAliasIsAPoolOfItsChutes() {
        ModelInfo pool = catalog.find("my-pool:latency").orElseThrow();

        assertThat(pool.contextWindow()).isEqualTo(40_960);
        assertThat(pool.reference()).hasToString("chutes/my-pool:latency");
        assertThat(catalog.find("wide,MY-POOL")).isPresent();
        assertThat(asked()).as("asked once, and remembered").isEqualTo(1);
    }

    @Test
    void aListedModelNeedsNoAliases() {
        assertThat(catalog.find("wide")).isPresent();
        assertThat(catalog.find("wide,narrow:throughput")).isPresent();
        assertThat(asked()).isZero();
    }

    @Test
    void isAskedForAnewAfterTwoMinutes() throws Exception {
        assertThat(catalog.find("other")).isEmpty();
        put("other", NARROW);
        clock.turn(Duration.ofSeconds(119));
        assertThat(catalog.find("other")).isEmpty();
        clock.turn(Duration.ofSeconds(1));

        assertThat(catalog.find("other")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"detail\":17}", "[{\"alias\":\"my-pool\"},7,{\"chute_ids\":[\"x\"]}]", "[{\"al", ""})
    void anAnswerThatMakesNoSenseIsNoAlias(String body) {
        chutes.scenario(Scenario.of(Rule.always(Behaviour.html(200, body)).onRoute("GET /model_aliases/")));

        assertThat(catalog.find("my-pool")).isEmpty();
        assertThat(catalog.current().problem()).isNull();
    }

    @Test
    void aFailureIsNoAliasForAShortWhile() {
        chutes.scenario(Scenario.of(Rule.always(Behaviour.error(500, "oops"))
                .onRoute("GET /model_aliases/")
                .times(1)));

        assertThat(catalog.find("my-pool")).isEmpty();
        assertThat(catalog.find("my-pool")).isEmpty();
        assertThat(catalog.current().problem()).isNull();
        clock.turn(Duration.ofSeconds(15));

        assertThat(catalog.find("my-pool")).isPresent();
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void anAccessTokenIsNotSentThere() {
        chutes.registerToken("cak_fake-token-of-a-test", "chutes:invoke");
        catalog.signedInWith(new FakeStrategy("oauth", Source.PROFILE, "chutes:fred", "cak_fake-token-of-a-test"));

        assertThat(catalog.find("my-pool")).isEmpty();
        assertThat(asked()).isZero();
    }

    @Test
    void aKeyOfAnotherServerIsNotShownToChutes() {
        Endpoint elsewhere = Endpoint.of("http://127.0.0.1:1/v1", Endpoint.INFERENCE, "baseUrl");

        assertThat(Endpoint.accountOf("", elsewhere, "accountUrl")).isEmpty();
        assertThat(Endpoint.accountOf(null, Endpoint.of("", Endpoint.INFERENCE, "baseUrl"), "accountUrl"))
                .hasToString("Optional[" + Endpoint.ACCOUNT + "]");
        try (Calls calls = new Calls(OkHttpClient::new, Duration.ofSeconds(5))) {
            AccountAliases none = new AccountAliases(
                    calls,
                    null,
                    () -> {
                        throw new AssertionError("no key is needed");
                    },
                    clock);

            assertThat(none.chutesOf("my-pool")).isEmpty();
        }
    }

    private long asked() {
        return chutes.requests("/model_aliases/").stream()
                .filter(request -> request.method().equals("GET"))
                .count();
    }

    private void put(String alias, String... chuteIds) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(chutes.accountUrl() + "/model_aliases/"))
                .header("Authorization", "Bearer " + FakeKeys.GOOD)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"alias\":\"" + alias + "\",\"chute_ids\":[\"" + String.join("\",\"", chuteIds) + "\"]}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(Optional.of(answer.statusCode())).as(answer.body()).hasValue(201);
    }
}
