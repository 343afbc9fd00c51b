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

    /** How many of a kind are remembered; a list that says something else in each row must not fill the memory. */
    private static final int MAX_REMEMBERED = 1024;

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
            remember(lists, List.copyOf(written), known);
        }
        return known;
    }

    Set<String> set(List<String> words) {
        Set<String> known = sets.get(words);
        return known == null ? remember(sets, words, Set.copyOf(words)) : known;
    }

    String joined(List<String> words) {
        String known = joined.get(words);
        return known == null ? remember(joined, words, String.join(",", words)) : known;
    }

    private static <K, V> V remember(Map<K, V> known, K key, V value) {
        if (known.size() < MAX_REMEMBERED) {
            known.put(key, value);
        }
        return value;
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
        BigDecimal known = amounts.get(text);
        if (known != null) {
            return known;
        }
        BigDecimal amount = decimal(text);
        return amount != null
                        && amount.signum() >= 0
                        && amount.precision() <= MAX_PRICE_DIGITS
                        && Math.abs((long) amount.scale()) <= MAX_PRICE_DIGITS
                ? remember(amounts, text, amount)
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
        BigDecimal number = decimal(text);
        return number != null
                        && number.signum() > 0
                        && (long) number.precision() - number.scale() <= MAX_PLAIN_DIGITS
                        && number.stripTrailingZeros().scale() <= 0
                ? number.longValueExact()
                : null;
    }

    /** Gives a number, or null if it has an exponent beyond all bounds. */
    private static @Nullable BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
