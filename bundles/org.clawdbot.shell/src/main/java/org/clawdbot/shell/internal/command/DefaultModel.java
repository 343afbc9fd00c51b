package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
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

    /** The configured model, or that of the documentation, or the first one that does. */
    static DefaultModel choose(Parts parts, @Nullable String configured) {
        String first = configured == null ? SEED : configured;
        Optional<ChatModels> models = parts.models();
        if (models.isEmpty()) {
            return new DefaultModel(first, configured != null, null, first + " is not checked: ChatModels is missing");
        }
        try {
            models.get().resolve(first);
            return new DefaultModel(first, configured != null, null, null);
        } catch (ModelNotFoundException | PolicyException refused) {
            return configured == null
                    ? listed(models.get(), refused)
                    : new DefaultModel(configured, true, null, refused.getMessage());
        } catch (ModelException unreachable) {
            return new DefaultModel(first, configured != null, null, unchecked(first, unreachable));
        }
    }

    private static DefaultModel listed(ChatModels models, ModelException refused) {
        try {
            return models.catalogs().stream()
                    .filter(catalog -> catalog.provider().equals(OnboardCommand.PROVIDER))
                    .map(CatalogSnapshot::list)
                    .flatMap(List::stream)
                    .filter(DefaultModel::chats)
                    .findFirst()
                    .map(info -> new DefaultModel(
                            info.reference().toString(),
                            false,
                            SEED + " is not offered now; chose the first listed model that calls tools",
                            null))
                    .orElseGet(() -> new DefaultModel(SEED, false, null, refused.getMessage()));
        } catch (ModelException unreachable) {
            return new DefaultModel(SEED, false, null, unchecked(SEED, unreachable));
        }
    }

    private static boolean chats(ModelInfo info) {
        List<String> output = info.output();
        return info.has(ModelInfo.TOOLS).orElse(false) && (output == null || output.contains("text"));
    }

    private static String unchecked(String reference, ModelException why) {
        return reference + " is not checked against the catalog: " + why.getMessage();
    }
}
