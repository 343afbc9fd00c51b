package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.api.catalog.ModelInfo;

/**
 * Finds the models that come nearest to a name: those of the same family first, by the words of the name, and among
 * them those that share the most pairs of letters.
 */
final class NearestModels {

    private static final Pattern WORD = Pattern.compile("[a-z]{2,}");

    /** Words that tell a size, a training or a number format, not a family. */
    private static final Set<String> COMMON = Set.of(
            "tee",
            "instruct",
            "chat",
            "thinking",
            "reasoning",
            "base",
            "preview",
            "distill",
            "small",
            "medium",
            "large",
            "mini",
            "nano",
            "lite",
            "flash",
            "turbo",
            "fast",
            "pro",
            "plus",
            "max",
            "ultra",
            "super",
            "meta",
            "next",
            "coder",
            "code",
            "vl",
            "vision",
            "omni",
            "it",
            "fp",
            "bf",
            "int",
            "awq",
            "gptq");

    private NearestModels() {}

    /** The nearest models, nearest first. */
    static List<ModelInfo> of(String wanted, Collection<ModelInfo> models, int limit) {
        Name target = Name.of(wanted);
        return models.stream()
                .map(model -> new Candidate(model, Name.of(model.reference().id())))
                .sorted(Comparator.<Candidate>comparingInt(candidate -> -target.kinship(candidate.name()))
                        .thenComparingDouble(candidate ->
                                -similarity(target.text(), candidate.name().text()))
                        .thenComparing(
                                candidate -> candidate.model().reference().id()))
                .limit(limit)
                .map(Candidate::model)
                .toList();
    }

    /** The share of letter pairs two names have in common, from 0 to 1 (Dice's coefficient). */
    static double similarity(String one, String two) {
        if (one.length() < 2 || two.length() < 2) {
            return one.equals(two) ? 1 : 0;
        }
        boolean[] used = new boolean[two.length() - 1];
        int common = 0;
        for (int i = 0; i < one.length() - 1; i++) {
            for (int j = 0; j < used.length; j++) {
                if (!used[j] && one.charAt(i) == two.charAt(j) && one.charAt(i + 1) == two.charAt(j + 1)) {
                    used[j] = true;
                    common++;
                    break;
                }
            }
        }
        return 2.0 * common / (one.length() + two.length() - 2);
    }

    private record Candidate(ModelInfo model, Name name) {}

    /**
     * What a model id says about where the model belongs.
     *
     * @param text the id in lower case, without the mark of an environment
     * @param vendor who publishes it, or empty
     * @param family the words that tell the family, the most telling first
     */
    private record Name(String text, String vendor, List<String> family) {

        static Name of(String id) {
            String text = id.toLowerCase(Locale.ROOT).replaceAll("-tee$", "");
            int slash = text.lastIndexOf('/');
            List<String> family = new ArrayList<>();
            Matcher words = WORD.matcher(text.substring(slash + 1));
            while (words.find()) {
                if (!COMMON.contains(words.group())) {
                    family.add(words.group());
                }
            }
            return new Name(text, slash < 0 ? "" : text.substring(0, slash), family);
        }

        /** 4 for the same family of the same vendor, 3 for the same family, 2 for a word of it, 1 for the vendor. */
        int kinship(Name other) {
            boolean sameVendor = !vendor.isEmpty() && vendor.equals(other.vendor);
            boolean sameFamily = !family.isEmpty()
                    && !other.family.isEmpty()
                    && family.get(0).equals(other.family.get(0));
            if (sameFamily) {
                return sameVendor ? 4 : 3;
            }
            Set<String> shared = new HashSet<>(family);
            shared.retainAll(other.family);
            return !shared.isEmpty() ? 2 : sameVendor ? 1 : 0;
        }
    }
}
