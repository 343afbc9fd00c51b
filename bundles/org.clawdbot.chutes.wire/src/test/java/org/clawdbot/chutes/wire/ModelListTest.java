package org.clawdbot.chutes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {

    /** Real lists stand beside the project, where there is a copy of them; they are not ours to ship. */
    private static final Path REAL_LISTS = Path.of("../../../shared/data");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"pricing":{"prompt":0.1,"completion":0.4,"input_cache_read":0.05}}      | 0.1  | 0.4  | 0.05
                    {"pricing":{"prompt":0,"completion":0}}                                   | 0    | 0    |
                    {"pricing":{"prompt":-1,"completion":0.4}}                                |      | 0.4  |
                    {"pricing":{"prompt":"0.1","completion":null}}                            |      |      |
                    {"pricing":{"prompt":1e999999999,"completion":1}}                         |      | 1    |
                    {"price":{"input":{"usd":0.1},"output":{"usd":0.4,"tao":0.001}}}          | 0.1  | 0.4  |
                    {"price":{"usd":0.27216,"tao":0.000663}}                                  | 0.27216 | 0.27216 |
                    {"price":7}                                                               |      |      |
                    {}                                                                        |      |      |
                    """)
    void readsThePricesItFindsAndNoOthers(String row, BigDecimal input, BigDecimal output, BigDecimal cacheRead)
            throws JsonException {
        assertThat(model(row).pricing()).isEqualTo(new ModelPricing(input, output, cacheRead));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"context_length":131072,"max_model_len":262144} | 131072
                    {"max_model_len":262144}                         | 262144
                    {"context_length":-1,"max_model_len":40960}      | 40960
                    {"context_length":0,"max_model_len":0}           |
                    {"context_length":16384.5}                       |
                    {"context_length":16384.0}                       | 16384
                    {"context_length":"4096"}                        |
                    {"context_length":1e400}                         |
                    {"context_length":99999999999999999999}          |
                    """)
    void readsTheWindowTheServerAdvertisesElseTheEnginesElseNone(String row, Long window) throws JsonException {
        assertThat(model(row).contextWindow()).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"confidential_compute":true}   | true
                    {"confidential_compute":false}  | false
                    {"confidential_compute":"true"} |
                    {"confidential_compute":null}   |
                    {}                              |
                    """)
    void onlyTheServersOwnFlagSaysTee(String row, Boolean tee) throws JsonException {
        assertThat(model(row).tee()).isEqualTo(tee);
    }

    @Test
    void neverGuessesAFeatureFromAnId() throws JsonException {
        ModelInfo model = model("{\"id\":\"x/DeepSeek-R1-Thinking-reasoning-TEE\"}");

        assertThat(model.features()).isNull();
        assertThat(model.tee()).isNull();
        assertThat(model.has(ModelInfo.REASONING)).isEmpty();
    }

    @Test
    void acceptsBareRowsAndRefusesWhatIsNoList() throws JsonException {
        assertThat(ModelList.of("chutes", Json.parse("[{\"id\":\"a\"}]"))).isPresent();
        assertThat(ModelList.of("chutes", Json.parse("{\"data\":{}}"))).isEmpty();
        assertThat(ModelList.of("chutes", Json.parse("\"x\""))).isEmpty();
        assertThat(ModelList.of("chutes", null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"models-2026-07-31.json", "models-legacy-2025-07-25.json"})
    void mapsEveryRowOfARealListWithoutLossOrInvention(String name) throws Exception {
        Path file = REAL_LISTS.resolve(name);
        assumeThat(file).as("the real lists beside the project").exists();
        Object document = Json.parse(Files.readAllBytes(file));
        Map<String, Object> body = Json.object(document).orElse(Map.of());
        List<Object> rows = Json.list(body, "data").orElseThrow();

        ModelList list = ModelList.of("chutes", document).orElseThrow();

        assertThat(list.skipped()).isZero();
        assertThat(list.models()).hasSameSizeAs(rows);
        for (Object value : rows) {
            Map<String, Object> row = Json.object(value).orElseThrow();
            ModelInfo model = list.models().get(row.get("id"));
            assertThat(model.tee()).isEqualTo(row.get("confidential_compute"));
            Object window = row.getOrDefault("context_length", row.get("max_model_len"));
            assertThat(number(model.contextWindow())).isEqualTo(window);
            assertThat(number(model.maxOutputTokens())).isEqualTo(row.get("max_output_length"));
            assertThat(model.quantization()).isEqualTo(row.get("quantization"));
            assertThat(model.input()).isEqualTo(row.get("input_modalities"));
            assertThat(model.features() == null).isEqualTo(row.get("supported_features") == null);
            Json.object(row, "pricing").ifPresent(pricing -> {
                assertThat(model.pricing().input()).isEqualTo(pricing.get("prompt"));
                assertThat(model.pricing().output()).isEqualTo(pricing.get("completion"));
                assertThat(model.pricing().cacheRead()).isEqualTo(pricing.get("input_cache_read"));
            });
        }
    }

    private static BigDecimal number(Long value) {
        return value == null ? null : BigDecimal.valueOf(value);
    }

    private static ModelInfo model(String row) throws JsonException {
        String withId =
                row.contains("\"id\"") ? row : "{\"id\":\"m\"" + (row.equals("{}") ? "}" : "," + row.substring(1));
        return ModelList.of("chutes", Json.parse("[" + withId + "]"))
                .orElseThrow()
                .models()
                .values()
                .iterator()
                .next();
    }
}
