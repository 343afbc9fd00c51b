package org.clawdbot.models.internal;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.error.BudgetExceededException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.usage.BudgetStatus;
import org.jspecify.annotations.Nullable;

/** What may be spent, compared with what was spent. A model that is known to be free may be used all the same. */
final class Budget {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);

    private final Limits limits;
    private final Ledger ledger;

    Budget(Limits limits, Ledger ledger) {
        this.limits = limits;
        this.ledger = ledger;
    }

    /**
     * What may be spent.
     *
     * @param perDay US dollars a day, or null for any amount
     * @param perMonth US dollars a month, or null for any amount
     */
    record Limits(@Nullable BigDecimal perDay, @Nullable BigDecimal perMonth) {

        static final Limits NONE = new Limits(null, null);

        boolean any() {
            return perDay != null || perMonth != null;
        }
    }

    List<BudgetStatus> statuses() throws IOException {
        List<BudgetStatus> statuses = new ArrayList<>();
        LocalDate today = ledger.today();
        YearMonth month = YearMonth.from(today);
        if (limits.perDay() != null) {
            Ledger.Spent spent = ledger.spent(month, today::equals);
            statuses.add(status("day", limits.perDay(), spent, today.plusDays(1)));
        }
        if (limits.perMonth() != null) {
            Ledger.Spent spent = ledger.spent(month, day -> true);
            statuses.add(status(
                    "month", limits.perMonth(), spent, month.plusMonths(1).atDay(1)));
        }
        return statuses;
    }

    private static BudgetStatus status(String period, BigDecimal limit, Ledger.Spent spent, LocalDate next) {
        return new BudgetStatus(
                period,
                limit,
                spent.usd(),
                spent.unpriced(),
                next.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Why a model must not be asked, if so. */
    Optional<BudgetExceededException> refusal(ModelInfo model) {
        if (!limits.any() || isFree(model)) {
            return Optional.empty();
        }
        try {
            return statuses().stream()
                    .filter(BudgetStatus::exhausted)
                    .findFirst()
                    .map(status -> refusal(status, model));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "What was spent cannot be read, so that the budget is not looked at",
                    e);
            return Optional.empty();
        }
    }

    /** Whether a request goes on that the budget cannot count. */
    boolean isBlindTo(ModelInfo model) {
        return limits.any()
                && (model.pricing().input() == null || model.pricing().output() == null);
    }

    private static boolean isFree(ModelInfo model) {
        return isZero(model.pricing().input()) && isZero(model.pricing().output());
    }

    private static boolean isZero(@Nullable BigDecimal price) {
        return price != null && price.signum() == 0;
    }

    private static BudgetExceededException refusal(BudgetStatus status, ModelInfo model) {
        String key = status.period().equals("day") ? "UsdPerDay" : "UsdPerMonth";
        return new BudgetExceededException(
                status.period(),
                "The budget of this " + status.period() + " is spent: $"
                        + status.spent().toPlainString() + " of $"
                        + status.limit().toPlainString() + "; the next begins at " + status.freesAt()
                        + ", or raise budget.u" + key.substring(1) + " in clawdbot.json (budget" + key + " of "
                        + ModelsFacade.PID + ")",
                status.limit(),
                status.spent(),
                status.freesAt(),
                ErrorDetails.ofProvider(model.reference().provider())
                        .withModel(model.reference().id()));
    }
}
