package org.clawdbot.shell.internal.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.shell.internal.Parts;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Says how a command line may go on: with a command, an option, or a value where it is known which there are. What a
 * value stands for is told by its label, which every command writes alike.
 */
public final class Completion {

    private static final String REFERENCE = "REF";
    private static final String ALIAS = "ALIAS";
    private static final String PROVIDER = "P";
    private static final String SESSION = "SESSION";

    private final CommandNode root;
    private final CommandContext context;

    /** Creates completion for a tree of commands. */
    public Completion(CommandNode root, CommandContext context) {
        this.root = root;
        this.context = context;
    }

    /**
     * Gives what may stand in the place of the last word, each with a description or an empty text. Asks nobody but the
     * catalogs, which answer from memory unless nothing is known yet.
     */
    public Map<String, String> candidates(List<String> words) {
        List<String> before = words.subList(0, words.size() - 1);
        String begun = words.get(words.size() - 1);
        CommandNode node = root;
        CommandSpec spec = spec(node);
        int positional = 0;
        ArgSpec open = null;
        for (String word : before) {
            Optional<CommandNode> below = node.child(word);
            if (open != null) {
                open = null;
            } else if (below.isPresent()) {
                node = below.get();
                spec = spec(node);
            } else if (word.startsWith("-")) {
                OptionSpec option = spec.findOption(word);
                open = option != null && option.arity().max() > 0 ? option : null;
            } else {
                positional++;
            }
        }
        Map<String, String> candidates = new LinkedHashMap<>();
        if (open != null) {
            candidates.putAll(values(open));
        } else if (begun.startsWith("-")) {
            options(spec, before, candidates);
        } else {
            node.children().forEach(child -> candidates.put(child.name(), description(spec(child))));
            int index = positional;
            spec.positionalParameters().stream()
                    .filter(parameter -> parameter.index().contains(index))
                    .forEach(parameter -> candidates.putAll(values(parameter)));
        }
        candidates.keySet().removeIf(candidate -> !startsWith(candidate, begun));
        return candidates;
    }

    private CommandSpec spec(CommandNode node) {
        return CommandSpec.forAnnotatedObject(node.factory().apply(context));
    }

    private static String description(CommandSpec spec) {
        String[] description = spec.usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }

    private static void options(CommandSpec spec, List<String> before, Map<String, String> candidates) {
        for (OptionSpec option : spec.options()) {
            boolean used = List.of(option.names()).stream().anyMatch(before::contains);
            if (!option.hidden() && (!used || option.isMultiValue())) {
                candidates.put(option.longestName(), option.description().length == 0 ? "" : option.description()[0]);
            }
        }
    }

    private Map<String, String> values(ArgSpec argument) {
        Map<String, String> values = new LinkedHashMap<>();
        Object[] words = argument.type().getEnumConstants();
        if (words != null) {
            for (Object word : words) {
                values.put(word.toString(), "");
            }
            return values;
        }
        if (argument.paramLabel().equals(SESSION)) {
            return sessions(context.parts());
        }
        Optional<ChatModels> models = context.parts().models();
        if (models.isEmpty()) {
            return values;
        }
        switch (argument.paramLabel()) {
            case REFERENCE -> values.putAll(references(models.get()));
            case ALIAS -> values.putAll(aliases(models.get()));
            case PROVIDER -> catalogs(models.get()).forEach(catalog -> values.put(catalog.provider(), ""));
            default -> {
                // nobody knows what there is
            }
        }
        return values;
    }

    /** Gives what may name a model, each with a description. */
    public static Map<String, String> references(ChatModels models) {
        Map<String, String> values = aliases(models);
        catalogs(models).forEach(catalog -> catalog.list()
                .forEach(model -> values.put(model.reference().toString(), describe(model))));
        return values;
    }

    /** Gives the names of the conversations that are kept. */
    public static Map<String, String> sessions(Parts parts) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            parts.sessions().ifPresent(kept -> kept.names().forEach(name -> values.put(name, "")));
        } catch (ModelException unreadable) {
            return Map.of();
        }
        return values;
    }

    private static String describe(ModelInfo model) {
        return model.inTee() ? "TEE" : "";
    }

    private static Map<String, String> aliases(ChatModels models) {
        Map<String, String> aliases = new LinkedHashMap<>();
        models.selection().aliases().forEach((alias, target) -> aliases.put(alias, "= " + target));
        return aliases;
    }

    private static List<CatalogSnapshot> catalogs(ChatModels models) {
        try {
            return models.catalogs();
        } catch (ModelException nothingKnown) {
            return List.of();
        }
    }

    private static boolean startsWith(String candidate, String begun) {
        return candidate.toLowerCase(Locale.ROOT).startsWith(begun.toLowerCase(Locale.ROOT));
    }
}
