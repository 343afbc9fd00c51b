package org.clawdbot.chutes.wire;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A member that is read of a row, or of an object within one. */
enum Member {
    /** The row itself. */
    ROW(null, ""),
    /** Whatever is not about the model, such as the time of the fetch, or not known yet, with all that is in it. */
    OTHER(null, ""),
    ID(ROW, "id"),
    TEE(ROW, "confidential_compute"),
    WINDOW(ROW, "context_length"),
    ENGINE_WINDOW(ROW, "max_model_len"),
    MAX_OUTPUT(ROW, "max_output_length"),
    FEATURES(ROW, "supported_features"),
    INPUT(ROW, "input_modalities"),
    OUTPUT(ROW, "output_modalities"),
    QUANTIZATION(ROW, "quantization"),
    CHUTE_ID(ROW, "chute_id"),
    ROOT(ROW, "root"),
    OWNED_BY(ROW, "owned_by"),
    PARAMETERS(ROW, "supported_sampling_parameters"),
    /** The newer form of prices. */
    PRICING(ROW, "pricing"),
    PROMPT(PRICING, "prompt"),
    COMPLETION(PRICING, "completion"),
    CACHE_READ(PRICING, "input_cache_read"),
    /** The older form: amounts in several currencies for each kind, or, older still, one flat amount. */
    PRICE(ROW, "price"),
    FLAT(PRICE, "usd"),
    INPUT_PRICE(PRICE, "input"),
    INPUT_USD(INPUT_PRICE, "usd"),
    OUTPUT_PRICE(PRICE, "output"),
    OUTPUT_USD(OUTPUT_PRICE, "usd"),
    CACHE_PRICE(PRICE, "input_cache_read"),
    CACHE_USD(CACHE_PRICE, "usd");

    private static final Map<Member, Map<String, Member>> MEMBERS = members();

    private final @Nullable Member within;
    final String key;

    Member(@Nullable Member within, String key) {
        this.within = within;
        this.key = key;
    }

    private static Map<Member, Map<String, Member>> members() {
        Map<Member, Map<String, Member>> members = new EnumMap<>(Member.class);
        for (Member member : values()) {
            if (member.within != null) {
                members.computeIfAbsent(member.within, within -> new HashMap<>())
                        .put(member.key, member);
            }
        }
        return members;
    }

    /** Tells whether rows say another one each, so that it is not worth remembering. */
    boolean isName() {
        return this == ID || this == ROOT || this == CHUTE_ID;
    }

    /** Gives what a member of this object is by its name. */
    Member member(String name) {
        return MEMBERS.getOrDefault(this, Map.of()).getOrDefault(name, OTHER);
    }
}
