package org.clawdbot.shell.internal.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes amounts as a person reads them. */
public final class Quantities {

    /** What stands for an amount that nobody stated. */
    public static final String UNKNOWN = "?";

    private static final long THOUSAND = 1000;
    private static final long MILLION = 1_000_000;
    private static final MathContext PRICE = new MathContext(4, RoundingMode.HALF_UP);

    private Quantities() {}

    /** Writes tokens: {@code 131k}, {@code 1M}; rounded down. */
    public static String tokens(@Nullable Long tokens) {
        if (tokens == null) {
            return UNKNOWN;
        }
        if (tokens < THOUSAND) {
            return tokens.toString();
        }
        if (tokens < MILLION) {
            return tokens / THOUSAND + "k";
        }
        BigDecimal millions = BigDecimal.valueOf(tokens)
                .movePointLeft(6)
                .setScale(1, RoundingMode.DOWN)
                .stripTrailingZeros();
        return millions.toPlainString() + "M";
    }

    /** Writes a price with at most four significant digits, so without the noise of floating-point numbers. */
    public static String price(@Nullable BigDecimal price) {
        if (price == null) {
            return UNKNOWN;
        }
        BigDecimal rounded = price.round(PRICE).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** Writes a price as price lists do, with two digits after the point, or more where it is that small. */
    public static String listPrice(@Nullable BigDecimal price) {
        if (price == null) {
            return UNKNOWN;
        }
        BigDecimal rounded = price.round(PRICE).stripTrailingZeros();
        return rounded.setScale(Math.max(2, rounded.scale())).toPlainString();
    }

    /** Writes an amount of money to the cent. */
    public static String dollars(BigDecimal amount) {
        return "$" + amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** Writes how long something has been or will be. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }
}
