package org.clawdbot.shell.internal.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.clawdbot.api.usage.BudgetStatus;
import org.clawdbot.api.usage.UsageLedger;
import org.clawdbot.api.usage.UsageTotal;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models usage}. */
@Command(name = "usage", description = "Show what was used and spent, by day, model and profile.")
final class ModelsUsageCommand extends ShellCommand {

    private static final int PLACES = 6;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description =
                    "From this day on, such as 2026-03-01; the first of this month if absent. Days are those of UTC.")
    private @Nullable String since;

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    ModelsUsageCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        LocalDate first = first();
        UsageLedger ledger = parts().requireUsage();
        List<UsageTotal> totals = ledger.totals(first);
        List<BudgetStatus> budgets = ledger.budgets();
        if (json) {
            Json.print(out(), document -> document.put("since", first)
                    .put("usd", usd(totals))
                    .put("unpriced", unpriced(totals))
                    .array("totals", totals, ModelsUsageCommand::write)
                    .array("budgets", budgets, ModelsUsageCommand::write));
        } else {
            print(first, totals);
            budgets.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private LocalDate first() {
        if (since == null) {
            return LocalDate.ofInstant(context().clock().instant(), ZoneOffset.UTC)
                    .withDayOfMonth(1);
        }
        try {
            return LocalDate.parse(since);
        } catch (DateTimeException e) {
            throw CommandFailure.wrongUsage("\"" + since + "\" is not a day", "Write it as in: --since 2026-03-01");
        }
    }

    private void print(LocalDate first, List<UsageTotal> totals) {
        if (totals.isEmpty()) {
            print("Nothing was used since " + first + ".");
            return;
        }
        Table table = new Table(List.of(
                Table.Column.text("Day", 0),
                Table.Column.name("Model", 20),
                Table.Column.text("Profile", 4),
                Table.Column.number("Requests", 3),
                Table.Column.number("Input", 2),
                Table.Column.number("Output", 1),
                Table.Column.decimal("USD", 0)));
        totals.forEach(total -> table.row(List.of(
                total.day().toString(),
                total.model(),
                total.profileId(),
                String.valueOf(total.requests()),
                String.valueOf(total.usage().input()),
                String.valueOf(total.usage().output()),
                (total.unpriced() == total.requests() ? "?" : dollars(total.usd()))
                        + (total.unpriced() > 0 && total.unpriced() < total.requests() ? "+?" : ""))));
        table.lines(terminal().width())
                .forEach(line -> out().println(terminal().outColour() ? line.ansi() : line.text()));
        print("Since " + first + ": $" + dollars(usd(totals)) + unpricedText(unpriced(totals)));
    }

    private void print(BudgetStatus budget) {
        print("Budget of this " + budget.period() + ": $" + dollars(budget.spent()) + " of $"
                + budget.limit().toPlainString() + unpricedText(budget.unpriced()) + "; the next begins at "
                + budget.freesAt() + (budget.exhausted() ? ". Nothing more is sent until then" : ""));
    }

    private static String unpricedText(long unpriced) {
        return unpriced == 0
                ? ""
                : ", without " + unpriced + (unpriced == 1 ? " request whose" : " requests whose") + " cost is unknown";
    }

    private static String dollars(BigDecimal usd) {
        return usd.setScale(PLACES, RoundingMode.HALF_UP).toPlainString();
    }

    private static BigDecimal usd(List<UsageTotal> totals) {
        return totals.stream().map(UsageTotal::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static long unpriced(List<UsageTotal> totals) {
        return totals.stream().mapToLong(UsageTotal::unpriced).sum();
    }

    private static void write(Json json, UsageTotal total) {
        json.put("day", total.day())
                .put("model", total.model())
                .put("profile", total.profileId())
                .put("requests", total.requests())
                .put("unpriced", total.unpriced())
                .object("usage", usage -> usage.put("input", total.usage().input())
                        .put("output", total.usage().output())
                        .put("cacheRead", total.usage().cacheRead())
                        .put("reasoning", total.usage().reasoning())
                        .put("total", total.usage().total()))
                .put("usd", total.usd());
    }

    private static void write(Json json, BudgetStatus budget) {
        json.put("period", budget.period())
                .put("limit", budget.limit())
                .put("spent", budget.spent())
                .put("unpriced", budget.unpriced())
                .put("freesAt", budget.freesAt());
    }
}
