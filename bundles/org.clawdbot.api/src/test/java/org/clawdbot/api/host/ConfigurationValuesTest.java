package org.clawdbot.api.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationValuesTest {

    private static final ConfigurationProblem PROBLEM = new ConfigurationProblem(
            ConfigurationProblem.Severity.WARNING,
            Path.of("some", "clawdbot.json"),
            3,
            14,
            "models.providers.chutes.teeOnli",
            "unknown key; did you mean \"teeOnly\"?");

    @Test
    void problemReadsLikeACompilerMessage() {
        assertThat(PROBLEM)
                .hasToString("clawdbot.json:3:14: models.providers.chutes.teeOnli: unknown key; did you mean"
                        + " \"teeOnly\"?");
        assertThat(PROBLEM.isError()).isFalse();
    }

    @Test
    void problemWithoutPlaceOrPathLeavesThemOut() {
        assertThat(new ConfigurationProblem(
                        ConfigurationProblem.Severity.ERROR, Path.of("clawdbot.json"), 0, 0, "", "cannot be read"))
                .hasToString("clawdbot.json: cannot be read");
    }

    @Test
    void exceptionShowsItsProblems() {
        ConfigurationException exception = new ConfigurationException("Nothing was written.", List.of(PROBLEM));

        assertThat(exception).hasMessage("Nothing was written.\n  " + PROBLEM);
        assertThat(exception.problems()).containsExactly(PROBLEM);
        assertThat(new ConfigurationException("x", new RuntimeException()).problems())
                .isEmpty();
    }

    @Test
    void changeCopiesItsValueAndHidesIt() {
        List<Object> list = new ArrayList<>(List.of("sk-secret"));
        ConfigurationChange change = ConfigurationChange.set(Map.of("keys", list), "a", "b");
        list.add("later");

        assertThat(change.value()).isEqualTo(Map.of("keys", List.of("sk-secret")));
        assertThat(change).hasToString("set a.b");
        assertThat(ConfigurationChange.remove("a", "b")).hasToString("remove a.b");
    }

    @Test
    void changeRefusesWhatCannotBeWritten() {
        assertThatThrownBy(() -> ConfigurationChange.set("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConfigurationChange.set(new Object(), "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void processEnvironmentIgnoresBlankAndUnsetVariables() {
        assertThat(Environment.ofProcess().get("CLAWDBOT_SURELY_NOT_SET")).isEmpty();
        assertThat(Environment.ofProcess().get("PATH"))
                .hasValue(System.getenv("PATH").strip());
    }
}
