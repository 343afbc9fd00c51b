package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;

class ModelsRouteTest extends SimulatorFixture {

    private Map<String, JsonNode> rows() {
        Map<String, JsonNode> rows = new HashMap<>();
        json(send(request("/v1/models")).body())
                .path("data")
                .forEach(row -> rows.put(row.path("id").asText(), row));
        return rows;
    }

    @Test
    void isPublicAndSaysNothingAboutCaching() {
        HttpResponse<String> response = send(request("/v1/models?or=true"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response.body()).path("object").asText()).isEqualTo("list");
        assertThat(response.headers().map()).doesNotContainKeys("etag", "cache-control", "last-modified", "server");
    }

    @Test
    void hasEveryShapeTheLiveListWasSeenToHave() {
        Map<String, JsonNode> rows = rows();

        assertThat(rows).hasSizeBetween(11, 15);
        assertThat(rows.get(MODEL).path("confidential_compute").asBoolean(true)).isFalse();
        assertThat(rows.get(MODEL).path("supported_features").toString()).contains("tools", "reasoning");
        assertThat(rows.get(TEE_MODEL).path("pricing").path("input_cache_read").toString())
                .isEqualTo("0.010399999999999998");
        assertThat(rows.get(TEE_MODEL).path("max_output_length"))
                .isEqualTo(rows.get(TEE_MODEL).path("context_length"));
        JsonNode gemma = rows.get("google/gemma-4-31B-turbo-TEE");
        assertThat(gemma.path("context_length").asInt())
                .isLessThan(gemma.path("max_model_len").asInt());
        assertThat(rows.get("Nemotron-3-Nano-Omni-30B-TEE").has("context_length"))
                .isFalse();
        assertThat(rows.get("zai-org/GLM-5.3")).hasSize(8);
        assertThat(rows.get("deepseek-ai/DeepSeek-R1").path("price").path("usd").isNumber())
                .isTrue();
        assertThat(rows.get("MiniMaxAI/MiniMax-M2.5-TEE")
                        .path("supported_features")
                        .isNull())
                .isTrue();
    }

    @Test
    void comesCompressedWhenAskedFor() throws Exception {
        HttpResponse<byte[]> response = client().send(
                        request("/v1/models").header("Accept-Encoding", "gzip").build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(unzipped(response.body())).contains(MODEL);
    }

    @Test
    void saysThatNothingChangedWhereTheScenarioHasItRecogniseTheList() {
        simulator.scenario(Scenario.of(Rule.always(Behaviour.normal().with(Setting.ETAG, true))));
        String tag = send(request("/v1/models")).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> same = send(request("/v1/models").header("If-None-Match", tag));
        simulator.models("[]");
        HttpResponse<String> other = send(request("/v1/models").header("If-None-Match", tag));

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void comesBehindWhiteSpaceWhereTheScenarioPadsIt() {
        simulator.scenario(Scenario.of(Rule.always(Behaviour.normal().with(Setting.PAD_BYTES, 100_000))));

        String body = send(request("/v1/models")).body();

        assertThat(body).startsWith(" ".repeat(100_000) + "{");
        assertThat(json(body).path("data")).isNotEmpty();
    }

    @Test
    void tricklesWithoutEnd() throws Exception {
        simulator.scenario(Scenario.of(Rule.always(Behaviour.normal().with(Setting.FAULT, Fault.TRICKLE.key()))));

        try (InputStream body = client().send(request("/v1/models").build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            StringBuilder read = new StringBuilder();
            while (!read.toString().endsWith("   ")) {
                read.append((char) body.read());
            }
            assertThat(read).startsWith("{\"object\":\"list\"");
        }
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void canBeReplacedWhileRunning() {
        simulator.models("{\"object\":\"list\",\"data\":[{\"id\":\"only/one\"}]}");
        assertThat(rows()).containsOnlyKeys("only/one");

        simulator.models("[{\"id\":\"bare/array\"}]");
        assertThat(rows()).containsOnlyKeys("bare/array");

        simulator.models(List.of("made/up-TEE", "bare/array"));
        assertThat(rows()).containsOnlyKeys("made/up-TEE", "bare/array");
        assertThat(chat(body("made/up-TEE", "hi", "")).statusCode()).isEqualTo(200);
        assertThat(detail(chat(plain("hi")))).isEqualTo("model not found: " + TEE_MODEL);
    }

    @Test
    void refusesAWrongCredentialAlthoughPublic() {
        HttpResponse<String> malformed =
                send(request("/v1/models").header("Authorization", "Bearer " + FakeKeys.MALFORMED));
        HttpResponse<String> good = send(request("/v1/models").header("Authorization", "Bearer " + FakeKeys.GOOD));

        assertThat(malformed.statusCode()).isEqualTo(401);
        assertThat(good.statusCode()).isEqualTo(200);
    }
}
