package org.clawdbot.chutes.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingStringTest {

    private static final CatalogSnapshot LIST = list(
            """
            [{"id":"a/Wide-TEE","chute_id":"11111111-1111-1111-1111-111111111111","confidential_compute":true,
              "context_length":262144,"max_output_length":65536,"supported_features":["tools","reasoning","json_mode"],
              "input_modalities":["text","image"],"output_modalities":["text"],"quantization":"fp8",
              "pricing":{"prompt":0.1,"completion":0.9,"input_cache_read":0.01}},
             {"id":"b/Narrow-TEE","chute_id":"22222222-2222-2222-2222-222222222222","confidential_compute":true,
              "context_length":40960,"max_output_length":40960,"supported_features":["tools","json_mode"],
              "input_modalities":["text"],"output_modalities":["text"],"quantization":"fp4",
              "pricing":{"prompt":0.3,"completion":0.4,"input_cache_read":0.03}},
             {"id":"c/Sparse","chute_id":"33333333-3333-3333-3333-333333333333","confidential_compute":false,
              "max_output_length":8192},
             {"id":"odd,name:latency","context_length":1000}]""");

    private static final Map<String, List<String>> ALIASES = Map.of(
            "default",
            List.of("11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"),
            "gone",
            List.of("99999999-9999-9999-9999-999999999999"));

    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "a,                              a,    ",
        "a:latency,                      a,    latency",
        "a:Throughput,                   a,    throughput",
        "a:latency:throughput,           a:latency, throughput",
        "'a, b,,a ,c:latency',           a b c, latency",
        "a:LATENCY:THINKING,             a,    latency",
        "a:thinking,                     a:thinking,",
        "',:latency',                    '',   latency"
    })
    void takesAStringApart(String text, String names, String preference) {
        RoutingString parts = RoutingString.of(text);

        assertThat(String.join(" ", parts.names())).isEqualTo(names);
        assertThat(parts.preference()).isEqualTo(preference);
    }

    @Test
    void aModelOfExactlyThatNameWinsWhateverItsName() {
        assertThat(find("odd,name:latency").orElseThrow())
                .isSameAs(LIST.models().get("odd,name:latency"));
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11111111-1111-1111-1111-111111111111",
                "a/Wide-TEE:THINKING",
                "a/Wide-TEE:latency",
                "a/Wide-TEE:Throughput:THINKING",
                "a/Wide-TEE,a/Wide-TEE,11111111-1111-1111-1111-111111111111"
            })
    void anotherNameOfOneModelSaysWhatThatModelSays(String name) {
        ModelInfo one = find(name).orElseThrow();
        ModelInfo model = LIST.models().get("a/Wide-TEE");

        assertThat(one.reference()).hasToString("chutes/" + name);
        assertThat(one.contextWindow()).isEqualTo(model.contextWindow());
        assertThat(one.pricing()).isEqualTo(model.pricing());
        assertThat(one.features()).isEqualTo(model.features());
        assertThat(one.quantization()).isEqualTo("fp8");
        assertThat(one.tee()).isTrue();
    }

    @Test
    void aPoolHasWhatHoldsForEveryMember() {
        ModelInfo pool = find("a/Wide-TEE,b/Narrow-TEE:latency").orElseThrow();

        assertThat(pool.contextWindow()).isEqualTo(40_960);
        assertThat(pool.maxOutputTokens()).isEqualTo(40_960);
        assertThat(pool.features()).containsExactlyInAnyOrder("tools", "json_mode");
        assertThat(pool.input()).containsExactly("text");
        assertThat(pool.output()).containsExactly("text");
        assertThat(pool.tee()).isTrue();
        assertThat(pool.pricing())
                .as("the most it can cost")
                .isEqualTo(new ModelPricing(new BigDecimal("0.3"), new BigDecimal("0.9"), new BigDecimal("0.03")));
        assertThat(pool.quantization()).isNull();
        assertThat(pool.attributes())
                .isEqualTo(Map.of(RoutingString.ROUTING, "latency", RoutingString.MEMBERS, "a/Wide-TEE,b/Narrow-TEE"));
    }

    @Test
    void oneMemberOutsideATeeIsEnoughToLoseIt() {
        ModelInfo pool = find("a/Wide-TEE,c/Sparse").orElseThrow();

        assertThat(pool.tee()).isFalse();
        assertThat(pool.features()).isNull();
        assertThat(pool.input()).isNull();
        assertThat(pool.pricing()).isEqualTo(ModelPricing.UNKNOWN);
        assertThat(pool.contextWindow()).as("no more than the one that says").isEqualTo(262_144);
        assertThat(pool.maxOutputTokens()).isEqualTo(8_192);
        assertThat(pool.attributes()).containsEntry(RoutingString.ROUTING, "failover");
    }

    @Test
    void nothingIsPromisedForANameThatIsNotListed() {
        ModelInfo pool = find("a/Wide-TEE,typo,b/Narrow-TEE").orElseThrow();

        assertThat(pool.tee()).isNull();
        assertThat(pool.pricing()).isEqualTo(ModelPricing.UNKNOWN);
        assertThat(pool.contextWindow()).isEqualTo(40_960);
        assertThat(pool.attributes()).containsEntry(RoutingString.UNKNOWN, "typo");
    }

    @Test
    void anAliasOfTheAccountIsAPoolInWhateverCase() {
        ModelInfo pool = find("DeFault:throughput").orElseThrow();

        assertThat(pool.reference()).hasToString("chutes/DeFault:throughput");
        assertThat(pool.contextWindow()).isEqualTo(40_960);
        assertThat(pool.attributes())
                .containsEntry(RoutingString.MEMBERS, "a/Wide-TEE,b/Narrow-TEE")
                .containsEntry(RoutingString.ROUTING, "throughput");
        assertThat(asked).containsExactly("default");
    }

    @Test
    void anAliasMayStandInAList() {
        ModelInfo pool = find("c/Sparse,default").orElseThrow();

        assertThat(pool.attributes()).containsEntry(RoutingString.MEMBERS, "c/Sparse,a/Wide-TEE,b/Narrow-TEE");
        assertThat(pool.tee()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody/knows", "x,y", "gone", ",", ":latency", "a/wide-tee", "", ":THINKING"})
    void aStringWithoutAListedMemberIsNotFound(String text) {
        assertThat(find(text)).isEmpty();
    }

    private Optional<ModelInfo> find(String model) {
        return RoutingString.find(LIST, model, alias -> {
            asked.add(alias);
            return ALIASES.getOrDefault(alias, List.of());
        });
    }

    private static CatalogSnapshot list(String rows) {
        try {
            ModelList list = ModelList.parse("chutes", rows.getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
            return new CatalogSnapshot("chutes", "live", Instant.EPOCH, false, null, list.skipped(), list.models());
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }
}
