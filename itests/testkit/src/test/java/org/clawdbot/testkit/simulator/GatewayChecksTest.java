package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.Test;

class GatewayChecksTest extends SimulatorFixture {

    @Override
    ChutesSimulator.Builder configure(ChutesSimulator.Builder options) {
        return options.maxBodyBytes(200_000);
    }

    private void refused(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(detail(response)).isEqualTo(detail);
        assertThat(response.headers().map()).doesNotContainKey("x-chutes-invocationid");
    }

    private String answeringModel(String model) {
        return json(chat(body(model, "hi", "")).body()).path("model").asText();
    }

    @Test
    void refusesInvalidJson() {
        assertThat(chat("{\"model\":").statusCode()).isEqualTo(400);
        assertThat(detail(chat("{\"model\":"))).startsWith("Invalid request JSON: ");
        assertThat(detail(chat("[]"))).startsWith("Invalid request JSON: ");
    }

    @Test
    void refusesATooLargeBodyAndKeepsTheConnectionUsable() {
        refused(chat(plain("x".repeat(300_000))), 413, "Request body is too large.");
        assertThat(chat(plain("hi")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesMissingAndUnknownModels() {
        refused(chat("{\"messages\":[]}"), 404, "No matching chute found!");
        refused(chat(body("", "hi", "")), 404, "No matching chute found!");
        refused(chat(body("no/such", "hi", "")), 404, "model not found: no/such");
    }

    @Test
    void refusesAStreamFlagThatIsNotBoolean() {
        refused(chat(body(MODEL, "hi", ",\"stream\":null")), 404, "No matching cord found!");
        refused(chat(body(MODEL, "hi", ",\"stream\":\"yes\"")), 404, "No matching cord found!");
    }

    @Test
    void refusesHistoryWithBrokenToolArguments() {
        String broken = "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":"
                + "[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{not\"}}]}]}";

        refused(chat(broken), 400, "Invalid tool_calls.function.arguments value, expected JSON");
        refused(
                chat(broken.replace("\"{not\"", "{}")),
                400,
                "Invalid tool_calls.function.arguments value, expected JSON");
        assertThat(chat(broken.replace("{not", "{}")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesFilePartsAndRegexGuidance() {
        refused(
                chat("{\"model\":\"" + MODEL
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\"}]}]}"),
                400,
                "File content not currently supported");
        refused(
                chat(body(MODEL, "hi", ",\"guided_regex\":\"a+\"")),
                400,
                "Regex-based structured output is temporarily disabled.");
        refused(
                chat(body(MODEL, "hi", schema("{\"type\":\"string\",\"pattern\":\"a+\"}"))),
                400,
                "Regex-based structured output (JSON schema 'pattern' fields) is temporarily disabled.");
    }

    @Test
    void acceptsAPropertyCalledPatternAndPatternsInTools() {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
                + "{\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"a+\"}}}}}]";

        HttpResponse<String> response = chat(body(MODEL, "hi", schema("{\"type\":\"string\"}") + tools));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    private static String schema(String property) {
        return ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":"
                + "{\"type\":\"object\",\"properties\":{\"pattern\":" + property + "}}}}";
    }

    @Test
    void refusesANonTeeModelWhenOnlyTeeIsWanted() {
        refused(
                send(chatRequest(body(MODEL, "hi", "")).header("X-TEE-Only", "true")),
                426,
                "This chute does not have TEE enabled. Please remove the X-TEE-Only header, or use a TEE-enabled chute.");
        assertThat(send(chatRequest(plain("hi")).header("X-TEE-Only", "true")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void checksInTheDocumentedOrder() {
        simulator.chat(Behaviour.error(402, "no balance"));
        String everythingWrong =
                "{\"model\":\"no/such\",\"stream\":null,\"messages\":[{\"content\":[{\"type\":\"file\"}]}]}";

        refused(chat(everythingWrong), 400, "File content not currently supported");
        refused(chat(everythingWrong.replace("file", "text")), 404, "model not found: no/such");
        refused(chat(plain("hi")), 402, "no balance");
    }

    @Test
    void letsTheEngineRefuseInsideTheText() {
        String overflow = detail(chat(body(TEE_MODEL, "hi", ",\"max_tokens\":40960")));

        assertThat(overflow).startsWith("Invalid request: Invalid request: {");
        assertThat(json(overflow.substring(overflow.indexOf('{')))
                        .path("detail")
                        .path("message")
                        .asText())
                .startsWith("Requested token count exceeds the model's maximum context length of 40960 tokens.");
        assertThat(chat("{\"model\":\"" + MODEL + "\",\"messages\":[]}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void resolvesRenamesSuffixesListsAndChuteIds() {
        String chute = json(send(request("/v1/models")).body())
                .path("data")
                .path(0)
                .path("chute_id")
                .asText();

        assertThat(answeringModel("Qwen/Qwen3-32B")).isEqualTo(TEE_MODEL);
        assertThat(answeringModel("zai-org/GLM-5-Turbo")).isEqualTo("zai-org/GLM-5-TEE");
        assertThat(answeringModel(MODEL + ":LATENCY")).isEqualTo(MODEL);
        assertThat(answeringModel("no/such, " + TEE_MODEL + "," + MODEL + ":throughput"))
                .isEqualTo(TEE_MODEL);
        assertThat(answeringModel(chute)).isEqualTo(MODEL);
    }

    @Test
    void movesToTheNextModelOfAListOnlyWhenTheFirstIsBusyOrCold() {
        String list = TEE_MODEL + "," + MODEL;
        simulator.scenario(Scenario.of(Rule.always(Behaviour.atCapacity()).onModel(TEE_MODEL)));
        assertThat(answeringModel(list)).isEqualTo(MODEL);

        simulator.scenario(Scenario.of(
                Rule.always(Behaviour.coldModel()).onModel(TEE_MODEL),
                Rule.always(Behaviour.atCapacity()).onModel(MODEL)));
        assertThat(chat(body(list, "hi", "")).statusCode()).isEqualTo(503);

        simulator.scenario(
                Scenario.of(Rule.always(Behaviour.error(500, "broken")).onModel(TEE_MODEL)));
        refused(chat(body(list, "hi", "")), 500, "broken");
    }
}
