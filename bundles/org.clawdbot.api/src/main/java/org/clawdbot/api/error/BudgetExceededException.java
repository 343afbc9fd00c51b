package org.clawdbot.api.error;

import java.io.Serial;
import java.math.BigDecimal;
import java.time.Instant;

/** The budget that this host is configured with is spent; nothing was sent. */
public final class BudgetExceededException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String period;
    private final BigDecimal limit;
    private final BigDecimal spent;
    private final Instant freesAt;

    /**
     * Reports a spent budget.
     *
     * @param period {@code day} or {@code month}
     * @param message one sentence: what is spent, when the next period begins, and which setting raises the limit
     * @param limit what may be spent in the period, in US dollars
     * @param spent what was spent in it
     * @param freesAt when the next period begins
     * @param details what else is known
     */
    public BudgetExceededException(
            String period, String message, BigDecimal limit, BigDecimal spent, Instant freesAt, ErrorDetails details) {
        super("budget", ErrorSubject.HOST, message, details, null);
        this.period = period;
        this.limit = limit;
        this.spent = spent;
        this.freesAt = freesAt;
    }

    /**
     * Names the period.
     *
     * @return {@code day} or {@code month}
     */
    public String period() {
        return period;
    }

    /**
     * Tells the limit.
     *
     * @return what may be spent in the period, in US dollars
     */
    public BigDecimal limit() {
        return limit;
    }

    /**
     * Tells what was spent.
     *
     * @return what was spent in the period, in US dollars
     */
    public BigDecimal spent() {
        return spent;
    }

    /**
     * Tells when the next period begins.
     *
     * @return the time from which on there is a budget again
     */
    public Instant freesAt() {
        return freesAt;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
