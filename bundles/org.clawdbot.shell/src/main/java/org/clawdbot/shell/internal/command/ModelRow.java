package org.clawdbot.shell.internal.command;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.shell.internal.cli.Json;
import org.jspecify.annotations.Nullable;

/**
 * A listed model and what it is to this host.
 *
 * @param catalog where it is listed
 * @param info what the catalog says
 * @param tags what the configuration makes of it
 * @param available whether a credential for it is at hand, or null if that cannot be said
 * @param reason why this host does not let it be used, or null if it does
 */
record ModelRow(
        CatalogSnapshot catalog,
        ModelInfo info,
        List<String> tags,
        @Nullable Boolean available,
        @Nullable String reason) {

    /** The tag of the default model. */
    static final String DEFAULT = "default";

    static final Comparator<ModelRow> BY_NAME = Comparator.comparing(ModelRow::key, String.CASE_INSENSITIVE_ORDER);
    static final Comparator<ModelRow> BY_PRICE =
            Comparator.comparing(ModelRow::price, Comparator.nullsLast(Comparator.naturalOrder()));
    static final Comparator<ModelRow> BY_CONTEXT = Comparator.comparing(
            (ModelRow row) -> row.info().contextWindow(), Comparator.nullsLast(Comparator.reverseOrder()));

    /** Gives the rows; without the providers where their credentials cannot be read. */
    static List<ModelRow> of(
            List<CatalogSnapshot> catalogs, ModelSelection selection, @Nullable List<ProviderStatus> providers) {
        List<ModelRow> rows = new ArrayList<>();
        for (CatalogSnapshot catalog : catalogs) {
            for (ModelInfo info : catalog.list()) {
                rows.add(new ModelRow(
                        catalog, info, tags(info, selection), available(catalog.provider(), providers), null));
            }
        }
        return rows;
    }

    private static @Nullable Boolean available(String name, @Nullable List<ProviderStatus> providers) {
        return providers == null
                ? null
                : providers.stream()
                        .anyMatch(provider -> provider.provider().equals(name)
                                && !provider.profiles().isEmpty());
    }

    private static List<String> tags(ModelInfo info, ModelSelection selection) {
        String key = info.reference().toString();
        List<String> tags = new ArrayList<>();
        if (isNamed(selection.defaultModel(), key, selection)) {
            tags.add(DEFAULT);
        }
        for (int i = 0; i < selection.fallbacks().size(); i++) {
            if (isNamed(selection.fallbacks().get(i), key, selection)) {
                tags.add("fallback#" + (i + 1));
            }
        }
        if (isNamed(selection.imageModel(), key, selection)) {
            tags.add("image");
        }
        selection.aliases().forEach((alias, target) -> {
            if (target.equals(key)) {
                tags.add("alias:" + alias);
            }
        });
        return tags;
    }

    private static boolean isNamed(@Nullable String name, String key, ModelSelection selection) {
        return name != null
                && (name.equals(key) || key.equals(selection.aliases().get(name)));
    }

    /** Gives this row with the word for why this host does not let it be used, if so. */
    ModelRow judgedBy(ChatModels models) {
        try {
            models.resolve(key());
            return this;
        } catch (PolicyException refused) {
            return new ModelRow(catalog, info, tags, false, refused.code());
        } catch (ModelException unknown) {
            // it has gone since it was listed
            return new ModelRow(catalog, info, tags, false, unknown.code());
        }
    }

    String key() {
        return info.reference().toString();
    }

    private @Nullable BigDecimal price() {
        BigDecimal input = info.pricing().input();
        BigDecimal output = info.pricing().output();
        return input == null || output == null ? null : input.add(output);
    }

    boolean matches(String words) {
        String text = (key() + " " + info.name() + " " + String.join(" ", features()) + " " + String.join(" ", tags))
                .toLowerCase(Locale.ROOT);
        return List.of(words.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)).stream()
                .allMatch(text::contains);
    }

    /** Says whether the catalog tells anything of what the model can do. */
    boolean featuresAreStated() {
        return info.features() != null || info.input() != null;
    }

    /** The features worth a word in a table. */
    List<String> features() {
        List<String> words = new ArrayList<>();
        if (info.has(ModelInfo.TOOLS).orElse(false)) {
            words.add("tools");
        }
        if (info.has(ModelInfo.REASONING).orElse(false)) {
            words.add("reasoning");
        }
        if (info.has(ModelInfo.STRUCTURED_OUTPUTS).orElse(false)) {
            words.add("json");
        }
        List<String> input = info.input();
        if (input != null) {
            input.stream().filter(kind -> !kind.equals("text")).forEach(words::add);
        }
        return words;
    }

    /** The same with one letter for each. */
    String featureLetters() {
        StringBuilder letters = new StringBuilder();
        features().stream()
                .filter(word -> !word.isEmpty())
                .forEach(word -> letters.append(Character.toUpperCase(word.charAt(0))));
        return letters.toString();
    }

    /** The words that stand for it when somebody looks for a kind of model. */
    List<String> words() {
        List<String> words = new ArrayList<>(features());
        Set<String> stated = info.features();
        if (stated != null) {
            words.addAll(stated);
        }
        if (info.inTee()) {
            words.add("tee");
        }
        String quantization = info.quantization();
        if (quantization != null) {
            words.add(quantization);
        }
        words.addAll(tags);
        return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    void write(Json json) {
        json.put("key", key())
                .put("id", info.reference().id())
                .put("provider", info.reference().provider())
                .put("name", info.name())
                .put("tee", info.tee())
                .put("reasoning", info.has(ModelInfo.REASONING).orElse(null))
                .put("tools", info.has(ModelInfo.TOOLS).orElse(null))
                .put("structuredOutputs", info.has(ModelInfo.STRUCTURED_OUTPUTS).orElse(null))
                .put("input", info.input())
                .put("output", info.output())
                .put("contextWindow", info.contextWindow())
                .put("maxTokens", info.maxOutputTokens())
                .object("cost", cost -> cost.put("input", info.pricing().input())
                        .put("output", info.pricing().output())
                        .put("cacheRead", info.pricing().cacheRead()))
                .put("quantization", info.quantization())
                .put("tags", tags)
                .put("available", available)
                .put("unavailableReason", reason);
    }
}
