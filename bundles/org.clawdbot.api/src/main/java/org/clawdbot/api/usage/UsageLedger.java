package org.clawdbot.api.usage;

import java.time.LocalDate;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Knows what was used and spent. Safe for any number of threads; what other processes used shows within seconds. */
@ProviderType
public interface UsageLedger {

    /**
     * Lists what was used.
     *
     * @param since the first day, by the calendar of UTC, in which providers count, too
     * @return one total for each day, model and profile of which there is anything, oldest day first
     * @throws java.io.UncheckedIOException if the totals cannot be read
     */
    List<UsageTotal> totals(LocalDate since);

    /**
     * Tells how much of each configured budget is spent.
     *
     * @return the budgets; empty if none is configured
     * @throws java.io.UncheckedIOException if the totals cannot be read
     */
    List<BudgetStatus> budgets();
}
