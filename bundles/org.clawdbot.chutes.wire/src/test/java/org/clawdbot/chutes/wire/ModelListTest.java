package org.clawdbot.chutes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {

    /** Real lists stand beside the project, where there is a copy of them; they are not ours to ship. */
    private static final Path REAL_LISTS = Path.of("../../../shared/data");

    private static final String FULL_ROW =
            """
            {"id":"x/%d","object":"model","created":1787391130,"owned_by":"sglang","root":"x/y","parent":null,
             "chute_id":"00000000-0000-0000-0000-000000000001","confidential_compute":true,"max_model_len":262144,
             "context_length":131072,"max_output_length":65536,"input_modalities":["text","image"],
             "output_modalities":["text"],"quantization":"fp8","supported_features":["tools","reasoning"],
             "supported_sampling_parameters":["temperature","top_p","top_k","stop","seed"],
             "pricing":{"prompt":0.104,"completion":0.416,"input_cache_read":0.010399999999999998},
             "price":{"input":{"usd":0.104,"tao":0.0004},"output":{"usd":0.416,"tao":0.0018}}}""";

    private static final List<String> NAMES = List.of(
            "id",
            "id",
            "id",
            "context_length",
            "max_model_len",
            "max_output_length",
            "confidential_compute",
            "pricing",
            "price",
            "supported_features",
            "input_modalities",
            "output_modalities",
            "quantization",
            "chute_id",
            "root",
            "owned_by",
            "created",
            "supported_sampling_parameters",
            "permission");

    private static final List<String> VALUES = List.of(
            "\"a\"",
            "\"b\"",
            "\" \"",
            "\"\"",
            "7",
            "0",
            "-1",
            "131072",
            "16384.0",
            "16384.5",
            "1e5",
            "1e400",
            "1e-70",
            "true",
            "false",
            "null",
            "[]",
            "{}",
            "[\"text\",\"image\"]",
            "[\"text\",7,null,[\"x\"],{\"y\":[1]},\"text\"]",
            "{\"prompt\":0.1,\"completion\":0.4}",
            "{\"prompt\":\"0.1\",\"input_cache_read\":0}",
            "{\"usd\":0.27}",
            "{\"usd\":null}",
            "{\"input\":{\"usd\":0.1,\"tao\":1},\"output\":{\"usd\":-4},\"input_cache_read\":3}",
            "{\"input\":[{\"usd\":1}]}",
            "{\"x\":{\"usd\":5,\"id\":\"c\"}}",
            "oops",
            "99999999999999999999");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"pricing":{"prompt":0.1,"completion":0.4,"input_cache_read":0.05}}      | 0.1  | 0.4  | 0.05
                    {"pricing":{"prompt":0,"completion":0}}                                   | 0    | 0    |
                    {"pricing":{"prompt":0,"completion":0.4,"input_cache_read":-0.05}}        | 0    | 0.4  |
                    {"pricing":{"completion":0.4}}                                            |      | 0.4  |
                    {"pricing":{"prompt":0.1}}                                                | 0.1  |      |
                    {"pricing":{"prompt":-1,"completion":0.4}}                                |      | 0.4  |
                    {"pricing":{"prompt":"0.1","completion":null}}                            |      |      |
                    {"pricing":{"prompt":1e999999999,"completion":1}}                         |      | 1    |
                    {"pricing":{"prompt":1e99999999999,"completion":1e-2147483648}}           |      |      |
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
                    {"context_length":1e2147483647}                  |
                    {"context_length":1e99999999999}                 |
                    {"context_length":-1E+9999999999}                |
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

    @ParameterizedTest
    @ValueSource(strings = {"[{\"id\":\"a\"}]", "{\"data\":[{\"id\":\"a\"}],\"x\":[{}]}", "\uFEFF[{\"id\":\"a\"}]"})
    void acceptsRowsBareOrWrapped(String document) throws JsonException {
        assertThat(list(document).orElseThrow().models()).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":{\"data\":[]}}", "{}", "\"x\"", "17", "null"})
    void refusesWhatIsNoList(String document) throws JsonException {
        assertThat(list(document)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[{\"id\":\"a\"}", "[] []", "{\"data\":[{\"id\":\"ha", "[{\"id\":\"a\",}]"})
    void refusesWhatIsNotOneDocument(String document) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> list(document));
    }

    @Test
    void saysLineAndColumnOfWhatIsNoJson() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> list("[\n  {\"id\": oops}\n]"))
                .withMessageStartingWith("not valid JSON at line 2, column")
                .withMessageNotContaining("oops");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"id":"a"},{"id":"a","root":"x"}              | a     | 1
                    {"id":""},{"id":"  "},{"id":null},{"id":5},{} |       | 5
                    17,null,true,"x",[{"id":"b"}],{"id":" a "}    | a     | 5
                    {"id":"a","pricing":[{"prompt":1}],"price":{"usd":[2]}},{"id":"b","input_modalities":{"x":[1]}} | a,b | 0
                    {"id":"a","supported_features":["tools",7,["x"],"tools"]} | a | 0
                    """)
    void countsTheRowsItCannotUseAndKeepsTheRest(String rows, String ids, int skipped) throws JsonException {
        ModelList list = list("[" + rows + "]").orElseThrow();

        assertThat(String.join(",", list.models().keySet())).isEqualTo(ids == null ? "" : ids);
        assertThat(list.skipped()).isEqualTo(skipped);
    }

    @Test
    void aMemberThatIsRepeatedCountsAsItWasWrittenLast() throws JsonException {
        ModelInfo model = model("{\"id\":\"x\",\"id\":\"m\",\"quantization\":\"fp8\",\"quantization\":7}");

        assertThat(model.reference().id()).isEqualTo("m");
        assertThat(model.quantization()).isNull();
    }

    @Test
    void tenThousandRowsAreNoProblem() throws JsonException {
        StringBuilder rows = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < 10_000; i++) {
            rows.append(i == 0 ? "" : ",").append(FULL_ROW.formatted(i));
        }

        ModelList list = list(rows.append("]}").toString()).orElseThrow();

        assertThat(list.models()).hasSize(10_000);
        assertThat(list.skipped()).isZero();
        ModelInfo first = list.models().get("x/0");
        ModelInfo last = list.models().get("x/9999");
        assertThat(last.contextWindow()).isEqualTo(131_072);
        assertThat(last.features())
                .as("words that all rows share are kept once")
                .isSameAs(first.features());
    }

    /** Rows put together at random from good and odd values, among them some that are no JSON at all. */
    @Test
    void readsWhatThePlainReaderReads() {
        Random random = new Random(20261122);
        for (int i = 0; i < 20_000; i++) {
            String document = document(random);
            assertThat(outcome(() -> list(document)))
                    .as(document)
                    .isEqualTo(outcome(() -> PlainModelList.of("chutes", Json.parse(document))));
        }
    }

    private static String document(Random random) {
        List<String> rows = new ArrayList<>();
        for (int row = random.nextInt(4); row > 0; row--) {
            List<String> members = new ArrayList<>();
            for (int member = random.nextInt(8); member > 0; member--) {
                members.add("\"" + pick(random, NAMES) + "\":" + pick(random, VALUES));
            }
            rows.add(random.nextInt(12) == 0 ? pick(random, VALUES) : "{" + String.join(",", members) + "}");
        }
        String list = "[" + String.join(",", rows) + "]";
        return switch (random.nextInt(8)) {
            case 0 -> list;
            case 1 -> "{\"data\":" + pick(random, VALUES) + ",\"data\":" + list + "}";
            case 2 -> "{\"data\":" + list + ",\"data\":" + pick(random, VALUES) + "}";
            case 3 -> "{\"data\":" + list.substring(random.nextInt(list.length())) + "}";
            default -> "{\"object\":\"list\",\"data\":" + list + "}";
        };
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Object outcome(Callable<Optional<ModelList>> reader) {
        try {
            return reader.call();
        } catch (JsonException e) {
            return "no JSON";
        } catch (Exception e) {
            return e;
        }
    }

    private static Optional<ModelList> list(String document) throws JsonException {
        return ModelList.parse("chutes", document.getBytes(StandardCharsets.UTF_8));
    }

    /** Every list there is; where there is none, the name of the folder that should hold them. */
    static Stream<Path> realLists() throws IOException {
        if (!Files.isDirectory(REAL_LISTS)) {
            return Stream.of(REAL_LISTS);
        }
        try (Stream<Path> files = Files.list(REAL_LISTS)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("realLists")
    void mapsEveryRowOfARealListWithoutLossOrInvention(Path file) throws Exception {
        assumeThat(file).as("the real lists beside the project").isRegularFile();
        Object document = Json.parse(Files.readAllBytes(file));
        Map<String, Object> body = Json.object(document).orElse(Map.of());
        List<Object> rows = Json.list(body, "data").orElseThrow();

        ModelList list = ModelList.parse("chutes", Files.readAllBytes(file)).orElseThrow();

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
        return list("[" + withId + "]")
                .orElseThrow()
                .models()
                .values()
                .iterator()
                .next();
    }
}
