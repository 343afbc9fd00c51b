package org.clawdbot.chutes.wire;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;

/** The slow, obvious twin of {@link ModelList}: reads the whole document first, then looks for what it needs. */
final class PlainModelList {

    private static final int MAX_PRICE_DIGITS = 60;
    private static final List<String> ATTRIBUTES = List.of("chute_id", "root", "owned_by");

    private PlainModelList() {}

    static Optional<ModelList> of(String provider, Object document) {
        Object rows =
                Json.object(document).<Object>map(body -> body.get("data")).orElse(document);
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

    private static Optional<ModelInfo> info(String provider, Map<String, Object> row) {
        return Json.text(row, "id")
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .map(id -> ModelInfo.builder(new ModelReference(provider, id))
                        .tee(row.get("confidential_compute") instanceof Boolean tee ? tee : null)
                        .features(words(row, "supported_features")
                                .<Set<String>>map(TreeSet::new)
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

    private static ModelPricing pricing(Map<String, Object> row) {
        Optional<Map<String, Object>> pricing = Json.object(row, "pricing");
        Optional<Map<String, Object>> price = Json.object(row, "price");
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

    private static BigDecimal usd(Map<String, Object> price, String part) {
        return Json.object(price, part)
                .<BigDecimal>map(amounts -> amount(amounts.get("usd")))
                .orElse(null);
    }

    /** A price is a number of a sane size that is not negative; anything else is no price. */
    private static BigDecimal amount(Object value) {
        return value instanceof BigDecimal amount
                        && amount.signum() >= 0
                        && amount.precision() <= MAX_PRICE_DIGITS
                        && Math.abs(amount.scale()) <= MAX_PRICE_DIGITS
                ? amount
                : null;
    }

    /** A number of tokens is a whole number above zero. */
    private static Optional<Long> count(Map<String, Object> row, String name) {
        if (!(row.get(name) instanceof BigDecimal number)
                || number.signum() <= 0
                || number.precision() - number.scale() > 18
                || number.stripTrailingZeros().scale() > 0) {
            return Optional.empty();
        }
        return Optional.of(number.longValueExact());
    }

    private static Optional<List<String>> words(Map<String, Object> row, String name) {
        return Json.list(row, name).map(values -> values.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .distinct()
                .toList());
    }

    private static Map<String, String> attributes(Map<String, Object> row) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : ATTRIBUTES) {
            Json.text(row, name).ifPresent(text -> attributes.put(name, text));
        }
        count(row, "max_model_len").ifPresent(number -> attributes.put("max_model_len", number.toString()));
        words(row, "supported_sampling_parameters")
                .ifPresent(parameters -> attributes.put("supported_sampling_parameters", String.join(",", parameters)));
        return attributes;
    }
}
