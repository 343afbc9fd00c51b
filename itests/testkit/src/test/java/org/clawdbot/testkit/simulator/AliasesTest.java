package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasesTest extends SimulatorFixture {

    private static final String CHUTE = "8ec8cd93-d09b-5b4a-815e-064958e23784";

    @Test
    void anAliasIsKeptInLowerCaseReplacedAndRemoved() {
        assertThat(put("Mine", CHUTE).statusCode()).isEqualTo(201);
        assertThat(put("mine", CHUTE).statusCode()).isEqualTo(201);

        assertThat(json(all(FakeKeys.GOOD).body())).hasSize(1).allSatisfy(entry -> {
            assertThat(entry.path("alias").asText()).isEqualTo("mine");
            assertThat(entry.path("chute_ids").path(0).asText()).isEqualTo(CHUTE);
        });
        assertThat(remove("MINE").statusCode()).isEqualTo(204);
        assertThat(detail(remove("mine"))).isEqualTo("alias not found");
        assertThat(all(FakeKeys.GOOD).body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({
        "with space, 8ec8cd93-d09b-5b4a-815e-064958e23784, invalid alias",
        "with:colon, 8ec8cd93-d09b-5b4a-815e-064958e23784, invalid alias",
        "mine,       00000000-0000-0000-0000-000000000000, chute not found: 00000000-0000-0000-0000-000000000000"
    })
    void refusesWhatIsNoAlias(String alias, String chute, String detail) {
        HttpResponse<String> answer = put(alias, chute);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(detail(answer)).isEqualTo(detail);
    }

    @Test
    void anAccessTokenMayNotReadThem() {
        simulator.registerToken("cak_fake-token-of-a-test", "openid", "profile", "chutes:invoke");

        assertThat(all("cak_fake-token-of-a-test").statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> all(String credential) {
        return send(request("/model_aliases/").header("Authorization", "Bearer " + credential));
    }

    private HttpResponse<String> put(String alias, String chute) {
        return send(request("/model_aliases/")
                .header("Authorization", "Bearer " + FakeKeys.GOOD)
                .POST(BodyPublishers.ofString(
                        "{\"alias\":" + quoted(alias) + ",\"chute_ids\":[" + quoted(chute) + "]}")));
    }

    private HttpResponse<String> remove(String alias) {
        return send(request("/model_aliases/" + alias)
                .header("Authorization", "Bearer " + FakeKeys.GOOD)
                .DELETE());
    }
}
