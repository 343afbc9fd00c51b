package org.clawdbot.shell.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.command.Commands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void list() {
        host.models
                .full("zai-org/GLM-5.2-TEE", true, 1, "1", "1")
                .sparse("Qwen/Qwen3-32B")
                .alias("fast", "chutes/Qwen/Qwen3-32B");
    }

    @Test
    void completesCommandsWithWhatTheyDo() {
        assertThat(complete("mod")).containsOnlyKeys("models");
        assertThat(complete("models", "")).containsKeys("list", "pick", "set", "refresh", "fallbacks");
        assertThat(complete("models", "pi"))
                .containsExactly(Map.entry("pick", "Choose the default model from a list in the terminal."));
        assertThat(complete("models", "fallbacks", "")).containsOnlyKeys("list", "add", "remove", "clear");
    }

    @Test
    void completesModelsAndAliasesWhereAReferenceStands() {
        assertThat(complete("models", "set", ""))
                .containsExactly(
                        Map.entry("fast", "= chutes/Qwen/Qwen3-32B"),
                        Map.entry("chutes/zai-org/GLM-5.2-TEE", "TEE"),
                        Map.entry("chutes/Qwen/Qwen3-32B", ""));
        assertThat(complete("models", "set", "CHUTES/q")).containsOnlyKeys("chutes/Qwen/Qwen3-32B");
        assertThat(complete("models", "fallbacks", "add", "--json", "chutes/z")).hasSize(1);
        assertThat(complete("agent", "--message", "hi", "--model", "f")).containsOnlyKeys("fast");
        assertThat(complete("models", "aliases", "add", "short", "chutes/z")).hasSize(1);
        assertThat(complete("models", "aliases", "remove", "")).containsOnlyKeys("fast");
    }

    @Test
    void completesOptionsThatAreNotThereYetAndTheirWords() {
        Set<String> options = complete("models", "list", "--tee", "--").keySet();
        assertThat(options).contains("--all", "--sort", "--json", "--help").doesNotContain("--tee");
        assertThat(complete("models", "list", "--sort", "")).containsOnlyKeys("price", "context", "name");
        assertThat(complete("models", "list", "--provider", "")).containsOnlyKeys("chutes");
        assertThat(complete("onboard", "--auth-choice", "chutes-")).containsOnlyKeys("chutes-api-key");
    }

    @Test
    void knowsNothingWhereNothingIsKnown() {
        assertThat(complete("models", "set", "one", "")).isEmpty();
        assertThat(complete("models", "list", "--search", "")).isEmpty();
        assertThat(complete("nonsense", "")).doesNotContainKey("list");

        host.models.failure = new ProviderUnavailableException("connect", "No way there", ErrorDetails.NONE, null);
        assertThat(complete("models", "set", "chutes/")).isEmpty();
        host.models = null;
        assertThat(complete("models", "set", "")).isEmpty();
    }

    private Map<String, String> complete(String... words) {
        CommandContext context =
                new CommandContext(host, host.terminal, FakeHost.CLOCK, host.properties::get, host.stopped);
        return new Completion(Commands.TREE, context).candidates(List.of(words));
    }
}
