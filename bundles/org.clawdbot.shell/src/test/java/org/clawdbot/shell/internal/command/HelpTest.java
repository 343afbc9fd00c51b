package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeTerminal;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {

    private final FakeHost host = new FakeHost();

    static Stream<List<String>> everyCommand() {
        List<List<String>> all = new ArrayList<>();
        collect(Commands.TREE, List.of(), all);
        return all.stream();
    }

    private static void collect(CommandNode node, List<String> path, List<List<String>> all) {
        all.add(path);
        for (CommandNode child : node.children()) {
            List<String> below = new ArrayList<>(path);
            below.add(child.name());
            collect(child, below, all);
        }
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void mentionsEveryOptionAndCommandBelow(List<String> path) {
        List<String> words = new ArrayList<>(path);
        words.add("--help");

        assertThat(host.run(words.toArray(String[]::new))).isZero();

        CommandLine line = Commands.TREE.build(
                new CommandContext(host, host.terminal, FakeHost.CLOCK, name -> null, host.stopped), List.of("--help"));
        for (String name : path) {
            line = line.getSubcommands().get(name);
        }
        String help = host.terminal.printed();
        for (OptionSpec option : line.getCommandSpec().options()) {
            assertThat(help).contains(option.longestName());
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
        line.getSubcommands().keySet().forEach(name -> assertThat(help).contains(name));
        assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(host.terminal.said()).isEmpty();
    }

    @Test
    void leavesOutWhatIsNotThereYet() {
        host.run("--help");

        assertThat(host.terminal.printed())
                .contains("onboard", "account", "simulator", "demo")
                .doesNotContain("pick");
    }

    @Test
    void showsTheVersion() {
        assertThat(host.run("--version")).isZero();
        assertThat(host.terminal.printed()).startsWith("clawdbot ").doesNotContain("unknown", "$");
    }

    @Test
    void needsNoPartOfTheHostAndNoGoodConfiguration() {
        host.models = null;
        host.agent = null;
        host.configuration = null;
        host.credentials = null;

        assertThat(host.run("models", "list", "--help")).isZero();
        assertThat(host.run("--version")).isZero();
    }

    @Test
    void showsWhatThereIsWhenNoCommandIsNamed() {
        assertThat(host.run()).isEqualTo(2);
        assertThat(host.terminal.said()).contains("onboard", "First steps");
        host.terminal = FakeTerminal.none();
        assertThat(host.run("models", "auth")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("login", "logout");
    }

    @Test
    void suggestsTheNearestCommand() {
        assertThat(host.run("modles", "list")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("clawdbot: ", "models", "clawdbot --help");
        assertThat(host.terminal.printed()).isEmpty();
    }

    @Test
    void pointsToTheHelpOfTheCommandThatWasMeant() {
        assertThat(host.run("models", "list", "--nope")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("--nope").contains("clawdbot models list --help");
    }

    @Test
    void acceptsTheStateFolderAnywhere() {
        assertThat(host.run("--state-dir", "models", "models", "--state-dir=x", "list", "--plain"))
                .as(host.terminal.said())
                .isZero();
    }
}
