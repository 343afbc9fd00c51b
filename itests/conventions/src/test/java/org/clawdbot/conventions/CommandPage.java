package org.clawdbot.conventions;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.command.Commands;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands as the program itself knows them, and the page that lists them. */
final class CommandPage {

    private CommandPage() {}

    /** Gives every command by its words, {@code models list} for one. */
    static Map<String, CommandSpec> commands() {
        CommandContext nothing = new CommandContext(null, null, Clock.systemUTC(), name -> null, new CountDownLatch(1));
        Map<String, CommandSpec> commands = new TreeMap<>();
        collect(Commands.TREE.build(nothing, List.of("--help")), "", commands);
        return commands;
    }

    private static void collect(CommandLine line, String path, Map<String, CommandSpec> commands) {
        commands.put(path, line.getCommandSpec());
        line.getSubcommands().forEach((name, below) -> collect(below, (path + " " + name).strip(), commands));
    }

    static String text() {
        StringBuilder page =
                new StringBuilder("# Commands\n\nMade from what `clawdbot --help` says; a test keeps it so."
                        + " Every command also knows `--help` and `--state-dir DIR`.\n");
        commands().forEach((path, spec) -> {
            if (!path.isEmpty() && spec.subcommands().isEmpty()) {
                section(path, spec, page);
            }
        });
        return page.toString();
    }

    private static void section(String path, CommandSpec spec, StringBuilder page) {
        page.append("\n## clawdbot ").append(path);
        spec.positionalParameters().forEach(parameter -> page.append(' ').append(parameter.paramLabel()));
        page.append("\n\n").append(joined(spec.usageMessage().description())).append('\n');
        List<String> rows = new ArrayList<>();
        spec.positionalParameters().forEach(parameter -> rows.add(row(parameter.paramLabel(), parameter)));
        for (OptionSpec option : spec.options()) {
            if (!option.inherited() && !option.usageHelp() && !option.hidden()) {
                String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                rows.add(row(String.join("`, `", option.names()) + label, option));
            }
        }
        if (!rows.isEmpty()) {
            page.append("\n| | |\n|---|---|\n");
            rows.forEach(page::append);
        }
    }

    private static String row(String name, ArgSpec spec) {
        return "| `" + name.replace("|", "\\|") + "` | "
                + joined(spec.description()).replace("|", "\\|") + " |\n";
    }

    private static String joined(String... lines) {
        return String.join(" ", lines).replace("%%", "%").strip();
    }
}
