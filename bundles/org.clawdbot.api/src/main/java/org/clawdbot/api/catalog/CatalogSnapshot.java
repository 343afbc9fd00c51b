package org.clawdbot.api.catalog;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The models of one provider at one moment, with where and when the list came from; immutable.
 *
 * @param provider the provider id
 * @param source where the list came from: {@code live}, {@code file}, or {@code built-in} for one that a bundle brings
 *     along because the provider was never reached
 * @param fetchedAt when the source was last read with success
 * @param stale whether the list is older than the source promises to keep it fresh
 * @param problem what went wrong when the source was last read, or null; where {@code stale} is false the list is new all
 *     the same, such as one that could be had only without the user's credential
 * @param skippedRows how many rows of the source were unusable
 * @param models the models in the order of the source, each id once
 */
public record CatalogSnapshot(
        String provider,
        String source,
        Instant fetchedAt,
        boolean stale,
        @Nullable String problem,
        int skippedRows,
        Map<String, ModelInfo> models) {

    /** Checks that all required values are there and copies the models. */
    public CatalogSnapshot {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(fetchedAt, "fetchedAt");
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /**
     * Finds one model.
     *
     * @param id the model id exactly as the provider writes it
     * @return the model, if it is listed
     */
    public Optional<ModelInfo> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /**
     * Lists the models.
     *
     * @return the models in the order of the source
     */
    public List<ModelInfo> list() {
        return List.copyOf(models.values());
    }

    /**
     * Keeps only some models.
     *
     * @param keep what a model must be to stay
     * @return a snapshot of the same source and age
     */
    public CatalogSnapshot filter(Predicate<ModelInfo> keep) {
        Map<String, ModelInfo> kept = new LinkedHashMap<>(models);
        kept.values().removeIf(keep.negate());
        return new CatalogSnapshot(provider, source, fetchedAt, stale, problem, skippedRows, kept);
    }
}
