package org.clawdbot.chutes.wire;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code GET /v1/models}, mapped. What a row does not state stays unknown, and nothing is guessed from an id.
 *
 * @param models the models by id, in the order of the list
 * @param skipped how many rows had no usable id, or one that an earlier row has
 */
public record ModelList(Map<String, ModelInfo> models, int skipped) {

    private static final int MAX_PRICE_DIGITS = 60;
    private static final List<String> ATTRIBUTES = List.of("chute_id", "root", "owned_by", "created", "max_model_len");

    /** Checks that there are models. */
    public ModelList {
        Objects.requireNonNull(models, "models");
    }

    /**
     * Maps a list as the server sends it: an object with the rows under {@code data}, or the bare rows.
     *
     * @param provider the provider id, for the references
     * @param document the JSON value of the list
     * @return the mapped rows, or empty if the value is not such a list
     */
    public static Optional<ModelList> of(String provider, @Nullable Object document) {
        Object rows = Json.object(document)
                .<@Nullable Object>map(body -> body.get("data"))
                .orElse(document);
        return rows instanceof List<?> list ? Optional.of(map(provider, list)) : Optional.empty();
    }

    private static ModelList map(String provider, List<?> rows) {
        Map<String, ModelInfo> models = new LinkedHashMap<>();
        for (Object value : rows) {
            Json.object(value)
                    .flatMap(row -> info(provider, row))
                    .ifPresent(info -> models.putIfAbsent(info.reference().id(), info));
        }
        return new ModelList(models, rows.size() - models.size());
    }

    private static Optional<ModelInfo> info(String provider, Map<String, @Nullable Object> row) {
        return Json.text(row, "id")
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .map(id -> ModelInfo.builder(new ModelReference(provider, id))
                        .tee(row.get("confidential_compute") instanceof Boolean tee ? tee : null)
                        .features(words(row, "supported_features")
                                .<@Nullable Set<String>>map(TreeSet::new)
                                .orElse(null))
                        .input(words(row, "input_modalities").orElse(null))
                        .output(words(row, "output_modalities").orElse(null))
                        .contextWindow(count(row, "context_length")
                                .or(() -> count(row, "max_model_len"))
                                .orElse(null))
                        .maxOutputTokens(count(row, "max_output_length").orElse(null))
                        .pricing(pricing(row))
                        .quantization(Json.text(row, "quantization").orElse(null))
                        .attributes(attributes(row))
                        .build());
    }

    private static ModelPricing pricing(Map<String, @Nullable Object> row) {
        Optional<Map<String, @Nullable Object>> pricing = Json.object(row, "pricing");
        Optional<Map<String, @Nullable Object>> price = Json.object(row, "price");
        if (pricing.isPresent()) {
            return new ModelPricing(
                    amount(pricing.get().get("prompt")),
                    amount(pricing.get().get("completion")),
                    amount(pricing.get().get("input_cache_read")));
        }
        if (price.isPresent() && price.get().containsKey("usd")) {
            BigDecimal flat = amount(price.get().get("usd"));
            return new ModelPricing(flat, flat, null);
        }
        return price.map(parts ->
                        new ModelPricing(usd(parts, "input"), usd(parts, "output"), usd(parts, "input_cache_read")))
                .orElse(ModelPricing.UNKNOWN);
    }

    private static @Nullable BigDecimal usd(Map<String, @Nullable Object> price, String part) {
        return Json.object(price, part)
                .<@Nullable BigDecimal>map(amounts -> amount(amounts.get("usd")))
                .orElse(null);
    }

    /** A price is a number of a sane size that is not negative; anything else is no price. */
    private static @Nullable BigDecimal amount(@Nullable Object value) {
        return value instanceof BigDecimal amount
                        && amount.signum() >= 0
                        && amount.precision() <= MAX_PRICE_DIGITS
                        && Math.abs(amount.scale()) <= MAX_PRICE_DIGITS
                ? amount
                : null;
    }

    /** A number of tokens is a whole number above zero. */
    private static Optional<Long> count(Map<String, @Nullable Object> row, String name) {
        if (!(row.get(name) instanceof BigDecimal number)
                || number.signum() <= 0
                || number.precision() - number.scale() > 18
                || number.stripTrailingZeros().scale() > 0) {
            return Optional.empty();
        }
        return Optional.of(number.longValueExact());
    }

    private static Optional<List<String>> words(Map<String, @Nullable Object> row, String name) {
        return Json.list(row, name).map(values -> values.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .distinct()
                .toList());
    }

    private static Map<String, String> attributes(Map<String, @Nullable Object> row) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : ATTRIBUTES) {
            Object value = row.get(name);
            if (value instanceof String text) {
                attributes.put(name, text);
            } else if (value instanceof BigDecimal) {
                count(row, name).ifPresent(number -> attributes.put(name, number.toString()));
            }
        }
        words(row, "supported_sampling_parameters")
                .ifPresent(parameters -> attributes.put("supported_sampling_parameters", String.join(",", parameters)));
        return attributes;
    }
}
