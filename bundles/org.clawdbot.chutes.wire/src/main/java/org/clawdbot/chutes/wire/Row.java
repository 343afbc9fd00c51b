package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;
import org.jspecify.annotations.Nullable;

/**
 * What one row says, member by member. A member that is repeated counts as it was written last; the older form of prices is
 * not read where the newer one came before it.
 */
final class Row {

    private final Words words;
    private @Nullable String id;
    private @Nullable Boolean tee;
    private @Nullable Long window;
    private @Nullable Long engineWindow;
    private @Nullable Long maxOutput;
    private @Nullable Set<String> features;
    private @Nullable List<String> input;
    private @Nullable List<String> output;
    private @Nullable String quantization;
    private @Nullable String chuteId;
    private @Nullable String root;
    private @Nullable String ownedBy;
    private @Nullable String parameters;
    private @Nullable Prices pricing;
    private @Nullable Prices price;

    Row(Words words) {
        this.words = words;
    }

    /** Begins a member that is an object; false if nothing in it is read. */
    boolean begin(Member member) {
        clear(member);
        switch (member) {
            case PRICING -> pricing = new Prices();
            case PRICE -> price = pricing == null ? new Prices() : null;
            default -> {
                // Prices in several currencies, or of another kind than it should be.
            }
        }
        return switch (member) {
            case PRICING, INPUT_PRICE, OUTPUT_PRICE, CACHE_PRICE -> true;
            case PRICE -> price != null;
            default -> false;
        };
    }

    /** Takes over a list. */
    void set(Member member, List<String> written) {
        switch (member) {
            case FEATURES -> features = words.set(words.list(written));
            case INPUT -> input = words.list(written);
            case OUTPUT -> output = words.list(written);
            case PARAMETERS -> parameters = words.joined(words.list(written));
            default -> clear(member);
        }
    }

    /** Takes over a value that is neither object nor list. */
    void set(Member member, JsonToken kind, String text) {
        switch (member) {
            case ID -> id = string(kind, text);
            case TEE -> tee = kind.isBoolean() ? (Boolean) (kind == JsonToken.VALUE_TRUE) : null;
            case WINDOW -> window = words.count(kind, text);
            case ENGINE_WINDOW -> engineWindow = words.count(kind, text);
            case MAX_OUTPUT -> maxOutput = words.count(kind, text);
            case QUANTIZATION -> quantization = string(kind, text);
            case CHUTE_ID -> chuteId = string(kind, text);
            case ROOT -> root = string(kind, text);
            case OWNED_BY -> ownedBy = string(kind, text);
            case PROMPT, COMPLETION, CACHE_READ, FLAT, INPUT_USD, OUTPUT_USD, CACHE_USD ->
                setAmount(member, words.amount(kind, text));
            default -> clear(member);
        }
    }

    private static @Nullable String string(JsonToken kind, String text) {
        return kind == JsonToken.VALUE_STRING ? text : null;
    }

    /** Forgets a member that is of another kind than it should be. */
    private void clear(Member member) {
        switch (member) {
            case FEATURES -> features = null;
            case INPUT -> input = null;
            case OUTPUT -> output = null;
            case PARAMETERS -> parameters = null;
            case PRICING -> pricing = null;
            case PRICE -> price = null;
            case INPUT_PRICE -> setAmount(Member.INPUT_USD, null);
            case OUTPUT_PRICE -> setAmount(Member.OUTPUT_USD, null);
            case CACHE_PRICE -> setAmount(Member.CACHE_USD, null);
            case ROW, OTHER -> {
                // Nothing is read of it.
            }
            case ID,
                    TEE,
                    WINDOW,
                    ENGINE_WINDOW,
                    MAX_OUTPUT,
                    QUANTIZATION,
                    CHUTE_ID,
                    ROOT,
                    OWNED_BY,
                    PROMPT,
                    COMPLETION,
                    CACHE_READ,
                    FLAT,
                    INPUT_USD,
                    OUTPUT_USD,
                    CACHE_USD -> set(member, JsonToken.VALUE_NULL, "");
            default -> throw new IllegalArgumentException(member + " is not known");
        }
    }

    private void setAmount(Member member, @Nullable BigDecimal amount) {
        Prices prices =
                switch (member) {
                    case PROMPT, COMPLETION, CACHE_READ -> pricing;
                    default -> price;
                };
        if (prices != null) {
            prices.set(member, amount);
        }
    }

    /** Gives what the row says of its model, or null if it does not say which one that is. */
    @Nullable
    ModelInfo info(String provider) {
        String name = id == null ? "" : id.strip();
        if (name.isEmpty()) {
            return null;
        }
        return ModelInfo.builder(new ModelReference(provider, name))
                .tee(tee)
                .features(features)
                .input(input)
                .output(output)
                .contextWindow(window == null ? engineWindow : window)
                .maxOutputTokens(maxOutput)
                .pricing(pricing())
                .quantization(quantization)
                .attributes(attributes())
                .build();
    }

    private ModelPricing pricing() {
        Prices prices = pricing == null ? price : pricing;
        return prices == null ? ModelPricing.UNKNOWN : prices.pricing();
    }

    private Map<String, String> attributes() {
        String engine = engineWindow == null ? null : words.number(engineWindow);
        if (chuteId != null && root != null && ownedBy != null && parameters != null && engine != null) {
            return Map.of(
                    Member.CHUTE_ID.key,
                    chuteId,
                    Member.ROOT.key,
                    root,
                    Member.OWNED_BY.key,
                    ownedBy,
                    Member.PARAMETERS.key,
                    parameters,
                    Member.ENGINE_WINDOW.key,
                    engine);
        }
        Map<String, String> attributes = new HashMap<>();
        put(attributes, Member.CHUTE_ID, chuteId);
        put(attributes, Member.ROOT, root);
        put(attributes, Member.OWNED_BY, ownedBy);
        put(attributes, Member.PARAMETERS, parameters);
        put(attributes, Member.ENGINE_WINDOW, engine);
        return attributes;
    }

    private static void put(Map<String, String> attributes, Member member, @Nullable String value) {
        if (value != null) {
            attributes.put(member.key, value);
        }
    }

    /** The prices of one form. */
    private static final class Prices {

        private boolean flat;
        private @Nullable BigDecimal flatAmount;
        private @Nullable BigDecimal input;
        private @Nullable BigDecimal output;
        private @Nullable BigDecimal cacheRead;
        private @Nullable ModelPricing made;

        void set(Member member, @Nullable BigDecimal amount) {
            made = null;
            switch (member) {
                case PROMPT, INPUT_USD -> input = amount;
                case COMPLETION, OUTPUT_USD -> output = amount;
                case CACHE_READ, CACHE_USD -> cacheRead = amount;
                case FLAT -> {
                    flat = true;
                    flatAmount = amount;
                }
                default -> throw new IllegalArgumentException(member + " is no amount");
            }
        }

        ModelPricing pricing() {
            ModelPricing now = made;
            if (now == null) {
                now = flat
                        ? new ModelPricing(flatAmount, flatAmount, null)
                        : new ModelPricing(input, output, cacheRead);
                made = now;
            }
            return now;
        }
    }
}
