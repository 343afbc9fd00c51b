package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.host.ConfigurationProblem.Severity;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigurationCommandsTest {

    private static final String GLM = "chutes/zai-org/GLM-4.7-Flash";
    private static final String[] PRIMARY = {"agents", "defaults", "model", "primary"};
    private static final String[] FALLBACKS = {"agents", "defaults", "model", "fallbacks"};

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void list() {
        host.models.full("zai-org/GLM-4.7-Flash", false, 1, "1", "1").alias("fast", GLM);
    }

    @Test
    void setsTheDefaultByAliasAndKeepsTheFallbacks() {
        host.configuration.with(List.of("chutes/x"), FALLBACKS);

        assertThat(host.run("models", "set", "fast")).isZero();

        assertThat(host.configuration.value(PRIMARY)).contains(GLM);
        assertThat(host.configuration.value(FALLBACKS)).contains(List.of("chutes/x"));
        assertThat(host.terminal.printed()).contains(GLM, "Updated ", "clawdbot.json");
    }

    @Test
    void setsTheDefaultWhereTheFileHasABareText() {
        host.configuration.with("chutes/old", "agents", "defaults", "model");

        assertThat(host.run("models", "set", GLM)).isZero();
        assertThat(host.configuration.value(PRIMARY)).contains(GLM);
    }

    @Test
    void namesTheNearestOnAMissUnlessForced() {
        assertThat(host.run("models", "set", "chutes/nope")).isEqualTo(4);
        assertThat(host.terminal.said()).contains("Did you mean chutes/near/one, chutes/near/two?");
        assertThat(host.configuration.updates).isZero();

        assertThat(host.run("models", "set", "chutes/nope", "--force")).isZero();
        assertThat(host.configuration.value(PRIMARY)).contains("chutes/nope");
        assertThat(host.run("models", "set", "nope", "--force")).isEqualTo(2);
        assertThat(host.run("models", "set")).isEqualTo(2);
    }

    @Test
    void keepsAListOfFallbacks() {
        assertThat(host.run("models", "fallbacks", "list")).isZero();
        assertThat(host.run("models", "fallbacks", "add", "fast")).isZero();
        assertThat(host.run("models", "fallbacks", "add", GLM)).isZero();
        assertThat(host.configuration.value(FALLBACKS)).contains(List.of(GLM));
        assertThat(host.run("models", "fallbacks", "remove", "chutes/x")).isEqualTo(1);
        assertThat(host.run("models", "fallbacks", "remove", GLM)).isZero();
        assertThat(host.configuration.value(FALLBACKS)).isEmpty();
        assertThat(host.run("models", "fallbacks", "add", "chutes/y", "--force"))
                .isZero();
        assertThat(host.run("models", "fallbacks", "clear")).isZero();

        host.configuration.with(List.of("chutes/y"), FALLBACKS);
        host.terminal = FakeTerminal.none();
        host.run("models", "fallbacks", "list", "--json");
        assertThat(host.document().path("fallbacks").get(0).asText()).isEqualTo("chutes/y");
    }

    @Test
    void keepsAliases() {
        assertThat(host.run("models", "aliases", "add", "glm", GLM)).isZero();
        assertThat(host.configuration.value("agents", "defaults", "models", GLM))
                .contains(Map.of("alias", "glm"));
        assertThat(host.run("models", "aliases", "add", "glm", "chutes/other", "--force"))
                .isEqualTo(1);
        assertThat(host.run("models", "aliases", "add", "g/m", GLM)).isEqualTo(2);

        host.terminal = FakeTerminal.none();
        host.run("models", "aliases", "list", "--json");
        assertThat(host.document().path("aliases").path("glm").asText()).isEqualTo(GLM);

        assertThat(host.run("models", "aliases", "remove", "nope")).isEqualTo(1);
        assertThat(host.run("models", "aliases", "remove", "glm")).isZero();
        assertThat(host.configuration.value("agents", "defaults", "models", GLM))
                .isEmpty();
    }

    @Test
    void printsOneDocumentForEachChange() {
        String config = host.configuration.file().toString();

        assertThat(document("models", "set", "fast", "--json").toString())
                .isEqualTo("{\"model\":\"" + GLM + "\",\"config\":\"" + config + "\"}");

        String one = "{\"fallbacks\":[\"" + GLM + "\"]}";
        assertThat(document("models", "fallbacks", "add", GLM, "--json")).hasToString(one);
        assertThat(document("models", "fallbacks", "add", GLM, "--json")).hasToString(one);
        assertThat(document("models", "fallbacks", "remove", GLM, "--json")).hasToString("{\"fallbacks\":[]}");
        assertThat(document("models", "fallbacks", "clear", "--json")).hasToString("{\"fallbacks\":[]}");

        assertThat(document("models", "aliases", "add", "glm", GLM, "--json"))
                .hasToString("{\"aliases\":{\"glm\":\"" + GLM + "\"}}");
        assertThat(document("models", "aliases", "remove", "glm", "--json")).hasToString("{\"aliases\":{}}");
    }

    private JsonNode document(String... words) {
        host.terminal = FakeTerminal.none();
        assertThat(host.run(words)).as(host.terminal.said()).isZero();
        return host.document();
    }

    @Test
    void stopsAtErrorsOfTheFileAndTellsAllOfThem() {
        host.configuration
                .problem(Severity.ERROR, "expected a colon")
                .problem(Severity.WARNING, "unknown key, did you mean baseUrl?")
                .problem(Severity.ERROR, "unset variable X");

        assertThat(host.run("models", "list")).isEqualTo(1);
        assertThat(host.terminal.said())
                .contains(
                        "clawdbot.json:3:7: models.providers: expected a colon", "unset variable X", "clawdbot doctor");
        assertThat(host.run("onboard", "--chutes-api-key", "x")).isEqualTo(1);
        assertThat(host.run("agent", "--message", "x")).isEqualTo(1);
        assertThat(host.run("models", "--help")).isZero();
    }

    @Test
    void mentionsWarningsAndGoesOn() {
        host.configuration.problem(Severity.WARNING, "unknown key, did you mean baseUrl?");

        assertThat(host.run("models", "list", "--json")).isZero();
        assertThat(host.terminal.said())
                .isEqualToIgnoringNewLines(
                        "clawdbot: warning: clawdbot.json:3:7: models.providers: unknown key, did you mean baseUrl?");
        assertThat(host.document().path("count").asInt()).isEqualTo(1);
    }
}
