package org.clawdbot.shell.internal.command;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.clawdbot.api.catalog.ModelChange;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.jspecify.annotations.Nullable;

/**
 * One value of a model that is another one now.
 *
 * @param field the value by its name in documents, such as {@code cost.input}
 * @param label the value by its name for people
 * @param before what it was, or null if it was not stated
 * @param after what it is, or null if it is not stated
 */
record ModelDifference(String field, String label, @Nullable Object before, @Nullable Object after) {

    /** Gives all values that differ. */
    static List<ModelDifference> of(ModelChange change) {
        ModelInfo before = change.before();
        ModelInfo after = change.after();
        List<ModelDifference> all = new ArrayList<>();
        all.add(new ModelDifference(
                "cost.input",
                "input price",
                before.pricing().input(),
                after.pricing().input()));
        all.add(new ModelDifference(
                "cost.output",
                "output price",
                before.pricing().output(),
                after.pricing().output()));
        all.add(new ModelDifference(
                "cost.cacheRead",
                "cache price",
                before.pricing().cacheRead(),
                after.pricing().cacheRead()));
        all.add(new ModelDifference("contextWindow", "context", before.contextWindow(), after.contextWindow()));
        all.add(new ModelDifference("maxTokens", "max output", before.maxOutputTokens(), after.maxOutputTokens()));
        all.add(new ModelDifference("features", "features", sorted(before.features()), sorted(after.features())));
        all.add(new ModelDifference("input", "takes", before.input(), after.input()));
        all.add(new ModelDifference("output", "gives", before.output(), after.output()));
        all.add(new ModelDifference("tee", "TEE", before.tee(), after.tee()));
        all.add(new ModelDifference("quantization", "weights", before.quantization(), after.quantization()));
        all.add(new ModelDifference("name", "name", before.name(), after.name()));
        all.add(new ModelDifference("attributes", "attributes", before.attributes(), after.attributes()));
        all.removeIf(difference -> Objects.equals(difference.before(), difference.after()));
        return all;
    }

    private static @Nullable Set<String> sorted(@Nullable Set<String> words) {
        return words == null ? null : new TreeSet<>(words);
    }

    static void write(Json json, ModelDifference difference) {
        json.put("field", difference.field()).put("before", difference.before()).put("after", difference.after());
    }

    @Override
    public String toString() {
        if (field.equals("attributes")) {
            return "other attributes";
        }
        if (before instanceof Collection<?> was && after instanceof Collection<?> is) {
            List<String> words = new ArrayList<>();
            is.stream().filter(word -> !was.contains(word)).forEach(word -> words.add("+" + word));
            was.stream().filter(word -> !is.contains(word)).forEach(word -> words.add("-" + word));
            return label + (words.isEmpty() ? " in another order" : " " + String.join(" ", words));
        }
        return label + " " + text(before) + " → " + text(after);
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "not stated";
        }
        if (value instanceof BigDecimal price) {
            return "$" + Quantities.price(price);
        }
        if (value instanceof Collection<?> words) {
            return String.join(", ", words.stream().map(String::valueOf).toList());
        }
        if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        return value.toString();
    }
}
