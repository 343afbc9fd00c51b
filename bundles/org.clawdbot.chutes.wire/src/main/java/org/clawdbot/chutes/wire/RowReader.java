package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;
import org.jspecify.annotations.Nullable;

/**
 * Maps one row of a model list after the other. Rows say the same few words again and again; each such list is kept once
 * for all of them.
 */
final class RowReader {

    private static final int MAX_PRICE_DIGITS = 60;

    /** What fits a long however it is written. */
    private static final int MAX_PLAIN_DIGITS = 18;

    private final String provider;
    private final JsonParser parser;
    private final Vocabulary vocabulary = new Vocabulary();
    private final Map<String, BigDecimal> amounts = new HashMap<>();
    private final Map<List<String>, List<String>> lists = new HashMap<>();
    private final Map<List<String>, Set<String>> sets = new HashMap<>();
    private final Map<List<String>, String> joined = new HashMap<>();
    private final List<String> collected = new ArrayList<>();
    private final Said features = new Said();
    private final Said inputs = new Said();
    private final Said outputs = new Said();
    private final Said parameters = new Said();

    RowReader(String provider, JsonParser parser) {
        this.provider = provider;
        this.parser = parser;
    }

    /** Maps the value at the current token, or gives empty if it is not a row with an id. */
    Optional<ModelInfo> read() throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            parser.skipChildren();
            return Optional.empty();
        }
        Row row = new Row();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            member(row, name);
            parser.skipChildren();
        }
        return row.info(provider);
    }

    /**
     * Takes over one member. A member that is repeated counts as it was written last. The older form of prices is not read
     * where the newer one came before it.
     */
    private void member(Row row, String name) throws IOException {
        switch (name) {
            case "id" -> row.id = text();
            case "confidential_compute" -> row.tee = flag();
            case "context_length" -> row.context = count();
            case "max_model_len" -> {
                row.engineContext = count();
                row.attribute(name, row.engineContext);
            }
            case "max_output_length" -> row.output = count();
            case "supported_features" -> row.features = set(words(features));
            case "input_modalities" -> row.inputs = words(inputs);
            case "output_modalities" -> row.outputs = words(outputs);
            case "quantization" -> row.quantization = word();
            case "pricing" -> row.pricing = pricing();
            case "price" -> row.price = row.pricing == null ? price() : null;
            case "chute_id", "root" -> row.attribute(name, text());
            case "owned_by" -> row.attribute(name, word());
            case "supported_sampling_parameters" -> row.attribute(name, joined(words(parameters)));
            default -> {
                // Not about the model, such as the time of the fetch, or not known yet.
            }
        }
    }

    private @Nullable ModelPricing pricing() throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            return null;
        }
        Prices prices = new Prices();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "prompt" -> prices.input = amount();
                case "completion" -> prices.output = amount();
                case "input_cache_read" -> prices.cacheRead = amount();
                default -> {
                    // Skipped, as are the children of what is of another kind.
                }
            }
            parser.skipChildren();
        }
        return prices.pricing();
    }

    /** The older form: amounts in several currencies for each kind, or, older still, one flat amount. */
    private @Nullable ModelPricing price() throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            return null;
        }
        Prices prices = new Prices();
        boolean flat = false;
        BigDecimal flatAmount = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "usd" -> {
                    flat = true;
                    flatAmount = amount();
                }
                case "input" -> prices.input = usd();
                case "output" -> prices.output = usd();
                case "input_cache_read" -> prices.cacheRead = usd();
                default -> {
                    // Skipped, as are the children of what is of another kind.
                }
            }
            parser.skipChildren();
        }
        return flat ? new ModelPricing(flatAmount, flatAmount, null) : prices.pricing();
    }

    private @Nullable BigDecimal usd() throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            return null;
        }
        BigDecimal usd = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals("usd")) {
                usd = amount();
            }
            parser.skipChildren();
        }
        return usd;
    }

    private @Nullable String text() throws IOException {
        return parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : null;
    }

    private @Nullable Boolean flag() {
        if (parser.hasToken(JsonToken.VALUE_TRUE)) {
            return true;
        }
        return parser.hasToken(JsonToken.VALUE_FALSE) ? false : null;
    }

    private @Nullable String word() throws IOException {
        return parser.hasToken(JsonToken.VALUE_STRING) ? vocabulary.word(parser) : null;
    }

    /** A price is a number of a sane size that is not negative; anything else is no price. */
    private @Nullable BigDecimal amount() throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return null;
        }
        String written = vocabulary.word(parser);
        BigDecimal amount = amounts.get(written);
        if (amount == null) {
            amount = parser.getDecimalValue();
            amounts.put(written, amount);
        }
        return amount.signum() >= 0
                        && amount.precision() <= MAX_PRICE_DIGITS
                        && Math.abs(amount.scale()) <= MAX_PRICE_DIGITS
                ? amount
                : null;
    }

    /** A number of tokens is a whole number above zero. */
    private @Nullable Long count() throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return null;
        }
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT) && parser.getTextLength() <= MAX_PLAIN_DIGITS) {
            long count = parser.getLongValue();
            return count > 0 ? count : null;
        }
        BigDecimal number = parser.getDecimalValue();
        return number.signum() > 0
                        && number.precision() - number.scale() <= 18
                        && number.stripTrailingZeros().scale() <= 0
                ? number.longValueExact()
                : null;
    }

    /** Reads a list of words; most rows say the same as the row before. */
    private @Nullable List<String> words(Said before) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            return null;
        }
        collected.clear();
        int same = 0;
        boolean differs = false;
        while (!endsArray(parser.nextToken())) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                parser.skipChildren();
            } else if (!differs && same < before.written.size() && Vocabulary.is(before.written.get(same), parser)) {
                same++;
            } else {
                if (!differs) {
                    differs = true;
                    collected.addAll(before.written.subList(0, same));
                }
                collected.add(vocabulary.word(parser));
            }
        }
        if (differs || same < before.written.size()) {
            before.written = List.copyOf(differs ? collected : before.written.subList(0, same));
            before.words = lists.computeIfAbsent(before.written, written -> List.copyOf(new LinkedHashSet<>(written)));
        }
        return before.words;
    }

    private @Nullable Set<String> set(@Nullable List<String> words) {
        return words == null ? null : sets.computeIfAbsent(words, Set::copyOf);
    }

    private @Nullable String joined(@Nullable List<String> words) {
        return words == null ? null : joined.computeIfAbsent(words, each -> String.join(",", each));
    }

    static boolean endsArray(@Nullable JsonToken token) {
        return token == null || token == JsonToken.END_ARRAY;
    }

    /** A list of words as the last row that has one wrote it, and what it comes to. */
    private static final class Said {

        private List<String> written = List.of();
        private List<String> words = List.of();
    }

    /** The prices of one kind of writing them. */
    private static final class Prices {

        private @Nullable BigDecimal input;
        private @Nullable BigDecimal output;
        private @Nullable BigDecimal cacheRead;

        ModelPricing pricing() {
            return new ModelPricing(input, output, cacheRead);
        }
    }

    /** What was read of a row so far. */
    private static final class Row {

        private @Nullable String id;
        private @Nullable Boolean tee;
        private @Nullable Long context;
        private @Nullable Long engineContext;
        private @Nullable Long output;
        private @Nullable Set<String> features;
        private @Nullable List<String> inputs;
        private @Nullable List<String> outputs;
        private @Nullable String quantization;
        private @Nullable ModelPricing pricing;
        private @Nullable ModelPricing price;
        private final Map<String, String> attributes = new HashMap<>();

        void attribute(String name, @Nullable Object value) {
            if (value == null) {
                attributes.remove(name);
            } else {
                attributes.put(name, value.toString());
            }
        }

        Optional<ModelInfo> info(String provider) {
            String name = id == null ? "" : id.strip();
            if (name.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(ModelInfo.builder(new ModelReference(provider, name))
                    .tee(tee)
                    .features(features)
                    .input(inputs)
                    .output(outputs)
                    .contextWindow(context == null ? engineContext : context)
                    .maxOutputTokens(output)
                    .pricing(prices())
                    .quantization(quantization)
                    .attributes(attributes)
                    .build());
        }

        private ModelPricing prices() {
            if (pricing != null) {
                return pricing;
            }
            return price == null ? ModelPricing.UNKNOWN : price;
        }
    }
}
