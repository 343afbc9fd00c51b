package org.clawdbot.testkit.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsRulesInOrder() throws IOException {
        Path file = Files.writeString(
                folder.resolve("s.json"),
                """
                { // comments are fine
                  "defaults": {"chunkDelayMillis": 40},
                  "rules": [
                    {"route": "POST /v1/chat/*", "model": "*-TEE", "contains": "x", "credential": "cpk_*", "anonymous": true, "nth": 2,
                     "times": 3, "stage": "ingress", "then": {"status": 429, "headers": {"Retry-After": "1"}}},
                    {"then": {"fault": "bare-error"}}
                  ]
                }
                """);

        Scenario scenario = Scenario.read(file);

        assertThat(scenario.defaults().number(Setting.CHUNK_DELAY_MILLIS, 0)).isEqualTo(40);
        Rule rule = scenario.rules().get(0);
        assertThat(rule)
                .isEqualTo(new Rule(
                        "POST /v1/chat/*", "*-TEE", "x", "cpk_*", true, 2, 3, Rule.Stage.INGRESS, rule.then()));
        assertThat(rule.then().headers()).containsEntry("Retry-After", "1");
        assertThat(scenario.rules().get(1).then().fault()).hasValue(Fault.BARE_ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"rulez":[]}                                       | "rulez"
                    {"rules":{}}                                       | "rules" must be an array
                    {"rules":[{"modle":"x","then":{}}]}                | "modle" in rules[0]
                    {"rules":[{"then":{"delayMs":1}}]}                 | "delayMs" in rules[0].then
                    {"rules":[{"then":{"status":"429"}}]}              | "status" in rules[0].then must be a whole number
                    {"rules":[{"then":{"usage":"often"}}]}             | must be one of every, last, none
                    {"rules":[{"then":{"fault":"crash"}}]}             | bare-error, data-error, eof, truncated, reset
                    {"rules":[{"then":{"toolCalls":[{"nam":"x"}]}}]}   | "nam" in rules[0].then.toolCalls[0]
                    {"rules":[{"then":{"toolCalls":[{}]}}]}            | needs a text "name"
                    {"rules":[{"then":{"usageTokens":{"in":1}}}]}      | "in" in rules[0].then.usageTokens
                    {"rules":[{"nth":0,"then":{}}]}                    | "nth" in rules[0] must be a whole number above 0
                    {"rules":[{"stage":"later","then":{}}]}            | "stage" in rules[0]
                    {"rules":[{"route":1,"then":{}}]}                  | "route" in rules[0] must be a text
                    {"rules":[{"anonymous":1,"then":{}}]}              | "anonymous" in rules[0]
                    {"rules":[{}]}                                     | rules[0].then must be an object
                    {"rules":[1]}                                      | rules[0] must be an object
                    {"defaults":{"txt":"x"}}                           | "txt" in defaults
                    []                                                 | must be a JSON object
                    {"rules":[                                         | not JSON
                    """)
    void namesFileAndKeyOfAMistake(String json, String expected) {
        assertThatThrownBy(() -> Scenario.parse("demo.json", json))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("demo.json: ")
                .hasMessageContaining(expected);
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> Scenario.read(folder.resolve("none.json")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("none.json: cannot be read");
    }

    @Test
    void passesOverRulesThatAreUsedUp() {
        Facts facts = new Facts("GET", "/v1/models", "", "", "");
        ScenarioRun run = new ScenarioRun(Scenario.of(
                Rule.always(Behaviour.reply("a")).onCall(2).times(2),
                Rule.always(Behaviour.reply("b")).times(2),
                Rule.always(Behaviour.reply("c"))));

        assertThat(run.decide(facts, Rule.Stage.ENGINE).text(Setting.TEXT, "")).isEqualTo("b");
        assertThat(run.decide(facts, Rule.Stage.ENGINE).text(Setting.TEXT, "")).isEqualTo("a");
        assertThat(run.decide(facts, Rule.Stage.ENGINE).text(Setting.TEXT, "")).isEqualTo("a");
        assertThat(run.decide(facts, Rule.Stage.ENGINE).text(Setting.TEXT, "")).isEqualTo("b");
        assertThat(run.decide(facts, Rule.Stage.ENGINE).text(Setting.TEXT, "")).isEqualTo("c");
    }

    @Test
    void describesEverySettingInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(Arrays.stream(Setting.values()).map(Setting::key))
                .allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
        assertThat(Arrays.stream(Fault.values()).map(Fault::key))
                .allSatisfy(key -> assertThat(readme).contains(key));
    }
}
