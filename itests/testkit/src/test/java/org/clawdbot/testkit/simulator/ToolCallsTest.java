package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;

class ToolCallsTest extends SimulatorFixture {

    private static final String TOOLS = ",\"tools\":["
            + "{\"type\":\"function\",\"function\":{\"name\":\"current_time\",\"parameters\":{\"type\":\"object\","
            + "\"properties\":{\"timezone\":{\"type\":\"string\"},\"format\":{\"type\":\"string\"}},"
            + "\"required\":[\"timezone\"]}}},"
            + "{\"type\":\"function\",\"function\":{\"name\":\"getWeather\",\"parameters\":{\"type\":\"object\","
            + "\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}}}]";

    private List<JsonNode> deltas(String more, String text) {
        List<JsonNode> deltas = new ArrayList<>();
        for (JsonNode event : events(
                chat(body(TEE_MODEL, text, ",\"stream\":true" + TOOLS + more)).body())) {
            event.path("choices").path(0).path("delta").path("tool_calls").forEach(deltas::add);
        }
        return deltas;
    }

    private static String arguments(List<JsonNode> deltas) {
        StringBuilder all = new StringBuilder();
        deltas.forEach(
                delta -> all.append(delta.path("function").path("arguments").asText()));
        return all.toString();
    }

    @Test
    void callsTheToolTheUserNamesInFragments() {
        List<JsonNode> deltas = deltas("", "What time is it?");

        JsonNode first = deltas.get(0);
        assertThat(first.path("id").asText()).matches("call_[0-9a-f]{24}");
        assertThat(first.path("index").asInt(-1)).isZero();
        assertThat(first.path("function").path("name").asText()).isEqualTo("current_time");
        assertThat(first.path("function").path("arguments").asText("none")).isEmpty();
        assertThat(deltas).hasSizeGreaterThan(2);
        assertThat(deltas.subList(1, deltas.size())).allSatisfy(delta -> {
            assertThat(delta.path("id").isNull()).isTrue();
            assertThat(delta.path("function").path("name").isNull()).isTrue();
        });
        assertThat(json(arguments(deltas))).isEqualTo(json("{\"timezone\":\"UTC\"}"));
    }

    @Test
    void finishesWithToolCalls() {
        JsonNode choice = json(chat(body(TEE_MODEL, "The weather in Lisbon please", TOOLS))
                        .body())
                .path("choices")
                .path(0);

        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.path("message").path("content").isNull()).isTrue();
        JsonNode call = choice.path("message").path("tool_calls").path(0);
        assertThat(call.path("function").path("name").asText()).isEqualTo("getWeather");
        assertThat(call.path("function").path("arguments").asText()).isEqualTo("{\"city\":\"Lisbon\"}");
    }

    @Test
    void callsSeveralToolsUnlessParallelCallsAreOff() {
        String text = "Tell me the time and the weather in Oslo";

        assertThat(deltas("", text))
                .extracting(delta -> delta.path("index").asInt())
                .contains(0, 1);
        assertThat(deltas(",\"parallel_tool_calls\":false", text))
                .extracting(delta -> delta.path("index").asInt())
                .containsOnly(0);
    }

    @Test
    void followsTheToolChoice() {
        assertThat(deltas("", "Tell me a story")).isEmpty();
        assertThat(deltas(",\"tool_choice\":\"none\"", "What time is it?")).isEmpty();
        assertThat(deltas(",\"tool_choice\":\"required\"", "Tell me a story")
                        .get(0)
                        .path("function")
                        .path("name")
                        .asText())
                .isEqualTo("current_time");
        assertThat(deltas(
                                ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"getWeather\"}}",
                                "What time is it?")
                        .get(0)
                        .path("function")
                        .path("name")
                        .asText())
                .isEqualTo("getWeather");
    }

    @Test
    void quotesTheToolResultAfterwards() {
        String turn =
                "{\"model\":\"" + TEE_MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What time is it?\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"current_time\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"12:34 UTC\"}]" + TOOLS + "}";

        JsonNode choice = json(chat(turn).body()).path("choices").path(0);

        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(choice.path("message").path("content").asText())
                .contains("The tool current_time answered: 12:34 UTC");
    }

    @Test
    void makesTheCallsOfTheScenarioEvenWithBrokenArguments() {
        simulator.chat(Behaviour.normal()
                .with(
                        Setting.TOOL_CALLS,
                        json("[{\"name\":\"a\",\"arguments\":{\"x\":1},\"id\":\"call_a\"},"
                                + "{\"name\":\"b\",\"arguments\":\"{broken\"}]")));

        List<JsonNode> deltas = deltas("", "hi");

        assertThat(deltas.get(0).path("id").asText()).isEqualTo("call_a");
        assertThat(arguments(deltas)).isEqualTo("{\"x\":1}{broken");
    }

    @Test
    void leavesOutOrMixesUpTheIndexWhenAsked() {
        Behaviour two = Behaviour.normal().with(Setting.TOOL_CALLS, json("[{\"name\":\"a\"},{\"name\":\"b\"}]"));

        simulator.chat(two.with(Setting.TOOL_INDEX, "missing"));
        assertThat(deltas("", "hi")).isNotEmpty().noneMatch(delta -> delta.has("index"));
        simulator.chat(two.with(Setting.TOOL_INDEX, "zero"));
        assertThat(deltas("", "hi"))
                .extracting(delta -> delta.path("index").asInt(-1))
                .containsOnly(0);
        simulator.chat(two);
        assertThat(deltas("", "hi"))
                .extracting(delta -> delta.path("index").asInt(-1))
                .containsOnly(0, 1);
    }

    @Test
    void leavesCallsAndThinkingInTheTextWhenAsked() {
        Behaviour call = Behaviour.reply("I look. ")
                .with(Setting.TOOL_CALLS, json("[{\"name\":\"a\",\"id\":\"functions.a:0\"}]"))
                .with(Setting.REASONING, "Hm.");

        assertThat(whole(call.with(Setting.TOOL_FORMAT, "kimi")).path("content").asText())
                .isEqualTo("I look. <|tool_calls_section_begin|><|tool_call_begin|>functions.a:0"
                        + "<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>");
        assertThat(whole(call.with(Setting.TOOL_FORMAT, "deepseek"))
                        .path("content")
                        .asText())
                .endsWith("<｜tool▁call▁begin｜>a<｜tool▁sep｜>{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>");
        assertThat(whole(call.with(Setting.TOOL_FORMAT, "hermes"))
                        .path("content")
                        .asText())
                .endsWith("<tool_call>\n{\"name\": \"a\", \"arguments\": {}}\n</tool_call>");
        assertThat(whole(call.with(Setting.TOOL_FORMAT, "llama"))
                        .path("content")
                        .asText())
                .endsWith("<function=a>{}</function>");
        assertThat(whole(call.with(Setting.REASONING_FIELD, "think"))
                        .path("content")
                        .asText())
                .isEqualTo("<think>\nHm.</think>\n\nI look. ");
        assertThat(whole(call.with(Setting.REASONING_FIELD, "think-close"))
                        .path("content")
                        .asText())
                .isEqualTo("Hm.</think>\n\nI look. ");
    }

    @Test
    void endsWithoutAReasonWhenAsked() {
        simulator.chat(Behaviour.reply("one").with(Setting.FINISH_REASON, "none"));

        JsonNode choice =
                json(chat(body(TEE_MODEL, "hi", "")).body()).path("choices").path(0);

        assertThat(choice.path("finish_reason").isNull()).isTrue();
        assertThat(chat(streaming("hi")).body()).doesNotContain("\"stop\"").contains("[DONE]");
    }

    private JsonNode whole(Behaviour behaviour) {
        simulator.chat(behaviour);
        JsonNode choice =
                json(chat(body(TEE_MODEL, "hi", TOOLS)).body()).path("choices").path(0);
        return choice.path("message");
    }
}
