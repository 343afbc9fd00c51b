package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rows say again and again, made once for all rows of a document: amounts, and lists of words. */
final class Words {

    private static final int MAX_PRICE_DIGITS = 60;

    /** What fits a long however it is written. */
    private static final int MAX_PLAIN_DIGITS = 18;

    private final Map<String, BigDecimal> amounts = new HashMap<>();
    private final Map<List<String>, List<String>> lists = new HashMap<>();
    private final Map<List<String>, Set<String>> sets = new HashMap<>();
    private final Map<List<String>, String> joined = new HashMap<>();
    private Long number = 0L;
    private String numberText = "0";

    /** Gives each word of a list once, in the order in which they were written. */
    List<String> list(List<String> written) {
        List<String> known = lists.get(written);
        if (known == null) {
            known = List.copyOf(new LinkedHashSet<>(written));
            lists.put(List.copyOf(written), known);
        }
        return known;
    }

    Set<String> set(List<String> words) {
        return sets.computeIfAbsent(words, Set::copyOf);
    }

    String joined(List<String> words) {
        return joined.computeIfAbsent(words, each -> String.join(",", each));
    }

    /** Writes a number; it is often that of the row before. */
    String number(Long value) {
        if (!value.equals(number)) {
            number = value;
            numberText = value.toString();
        }
        return numberText;
    }

    /** A price is a number of a sane size that is not negative; anything else is no price. */
    @Nullable
    BigDecimal amount(JsonToken kind, String text) {
        if (!kind.isNumeric()) {
            return null;
        }
        BigDecimal amount = amounts.computeIfAbsent(text, BigDecimal::new);
        return amount.signum() >= 0
                        && amount.precision() <= MAX_PRICE_DIGITS
                        && Math.abs(amount.scale()) <= MAX_PRICE_DIGITS
                ? amount
                : null;
    }

    /** A number of tokens is a whole number above zero. */
    @Nullable
    Long count(JsonToken kind, String text) {
        if (!kind.isNumeric()) {
            return null;
        }
        if (kind == JsonToken.VALUE_NUMBER_INT && text.length() <= MAX_PLAIN_DIGITS) {
            long count = Long.parseLong(text);
            return count > 0 ? count : null;
        }
        BigDecimal number = new BigDecimal(text);
        return number.signum() > 0
                        && number.precision() - number.scale() <= 18
                        && number.stripTrailingZeros().scale() <= 0
                ? number.longValueExact()
                : null;
    }
}
