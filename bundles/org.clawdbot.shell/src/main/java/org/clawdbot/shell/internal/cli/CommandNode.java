package org.clawdbot.shell.internal.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * A command by its name, made only when it is needed: looking at the annotations of all of them takes longer than most
 * commands themselves.
 *
 * @param name what the user types
 * @param factory makes the annotated command
 * @param children the commands below
 */
public record CommandNode(String name, Function<CommandContext, Object> factory, List<CommandNode> children) {

    /** A command without commands below. */
    public static CommandNode leaf(String name, Function<CommandContext, Object> factory) {
        return new CommandNode(name, factory, List.of());
    }

    /** A command with commands below. */
    public static CommandNode group(String name, Function<CommandContext, Object> factory, CommandNode... children) {
        return new CommandNode(name, factory, List.of(children));
    }

    /** Finds a command below by its name. */
    Optional<CommandNode> child(String word) {
        return children.stream().filter(child -> child.name().equals(word)).findFirst();
    }

    /**
     * Makes the command with those below that the words may mean, or with all where none of the words names one, so that
     * help and suggestions are complete.
     */
    public CommandLine build(CommandContext context, List<String> words) {
        CommandLine line = new CommandLine(factory.apply(context));
        for (CommandNode child : needed(words)) {
            line.addSubcommand(child.name(), child.build(context, words));
        }
        return line;
    }

    private List<CommandNode> needed(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            return children;
        }
        List<CommandNode> named = new ArrayList<>(children);
        named.removeIf(child -> !words.contains(child.name()));
        return named.isEmpty() ? children : named;
    }
}
