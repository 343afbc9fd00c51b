package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.shell.internal.Parts;
import org.jspecify.annotations.Nullable;

/**
 * The default model that onboarding arrives at.
 *
 * @param reference its full name
 * @param configured whether it was configured before
 * @param note why it is this one, or null if that is plain
 * @param warning what is not as it should be, or null
 */
record DefaultModel(String reference, boolean configured, @Nullable String note, @Nullable String warning) {

    static final String SEED = "chutes/zai-org/GLM-4.7-Flash";

    /** The model the user asked for. Fails if the catalog can be read and does not have it. */
    static DefaultModel wanted(Parts parts, String typed) {
        try {
            return new DefaultModel(References.resolve(parts, typed, false), false, null, null);
        } catch (ModelNotFoundException | PolicyException refused) {
            throw refused;
        } catch (ModelException unreachable) {
            String reference = References.resolve(parts, typed, true);
            return new DefaultModel(reference, false, null, unchecked(reference, unreachable));
        }
    }

    /** Lets somebody choose a model where there is somebody; gives its full name, or empty if nothing was chosen. */
    @FunctionalInterface
    interface Chooser {

        /** Nobody is there to choose. */
        Chooser NOBODY = title -> Optional.empty();

        /** Asks under a title. */
        Optional<String> choose(String title) throws IOException, InterruptedException;
    }

    /**
     * The configured model, or that of the documentation. Where it is not offered any more: what somebody chooses, or
     * else the first one of these that is there: a configured fallback, in their order; the model with the nearest name
     * that calls tools; the first listed model that calls tools.
     */
    static DefaultModel choose(Parts parts, Settings settings, Chooser chooser)
            throws IOException, InterruptedException {
        String configured = settings.primary();
        String first = configured == null ? SEED : configured;
        Optional<ChatModels> models = parts.models();
        if (models.isEmpty()) {
            return new DefaultModel(first, configured != null, null, first + " is not checked: ChatModels is missing");
        }
        try {
            models.get().resolve(first);
            return new DefaultModel(first, configured != null, null, null);
        } catch (ModelNotFoundException | PolicyException refused) {
            Optional<String> chosen = chooser.choose(first + " is not offered now; choose a default model");
            if (chosen.isPresent()) {
                return new DefaultModel(chosen.get(), false, first + " is not offered now", null);
            }
            return configured == null
                    ? byRule(models.get(), settings, refused)
                    : new DefaultModel(configured, true, null, refused.getMessage());
        } catch (ModelException unreachable) {
            return new DefaultModel(first, configured != null, null, unchecked(first, unreachable));
        }
    }

    private static DefaultModel byRule(ChatModels models, Settings settings, ModelException refused) {
        List<String> nearest = refused instanceof ModelNotFoundException missing ? missing.nearest() : List.of();
        try {
            return first(models, settings.fallbacks(), info -> true, "the first fallback that is")
                    .or(() -> first(models, nearest, DefaultModel::chats, "the one with the nearest name"))
                    .or(() ->
                            first(models, listed(models), DefaultModel::chats, "the first listed one that calls tools"))
                    .orElseGet(() -> new DefaultModel(SEED, false, null, refused.getMessage()));
        } catch (ModelException unreachable) {
            return new DefaultModel(SEED, false, null, unchecked(SEED, unreachable));
        }
    }

    private static Optional<DefaultModel> first(
            ChatModels models, List<String> names, Predicate<ModelInfo> fits, String rule) {
        for (String name : names) {
            try {
                ModelInfo info = models.resolve(name);
                if (fits.test(info)) {
                    String note = SEED + " is not offered now; chose " + rule
                            + "; choose another one with: clawdbot models pick";
                    return Optional.of(new DefaultModel(info.reference().toString(), false, note, null));
                }
            } catch (ModelNotFoundException | PolicyException goneToo) {
                // the next one, then
            }
        }
        return Optional.empty();
    }

    private static List<String> listed(ChatModels models) {
        return models.catalogs().stream()
                .filter(catalog -> catalog.provider().equals(OnboardCommand.PROVIDER))
                .flatMap(catalog -> catalog.list().stream())
                .map(info -> info.reference().toString())
                .toList();
    }

    private static boolean chats(ModelInfo info) {
        List<String> output = info.output();
        return info.has(ModelInfo.TOOLS).orElse(false) && (output == null || output.contains("text"));
    }

    private static String unchecked(String reference, ModelException why) {
        return reference + " is not checked against the catalog: " + why.getMessage();
    }
}
