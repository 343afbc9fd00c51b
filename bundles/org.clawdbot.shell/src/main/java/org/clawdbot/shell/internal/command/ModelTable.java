package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.clawdbot.shell.internal.terminal.Style;
import org.clawdbot.shell.internal.terminal.Table;
import org.clawdbot.shell.internal.terminal.Table.Column;
import org.clawdbot.shell.internal.terminal.Terminal;

/** The list of models for a person. */
final class ModelTable {

    private static final List<Column> COLUMNS = List.of(
            Column.flexible("MODEL", 24, 0),
            Column.text("TEE", 0),
            Column.number("CONTEXT", 0),
            Column.number("MAX OUT", 3),
            Column.number("IN $/M", 0),
            Column.number("OUT $/M", 0),
            Column.number("CACHE $/M", 2),
            Column.text("QUANT", 1),
            Column.flexible("FEATURES", 9, 0),
            Column.flexible("TAGS", 7, 4));

    private ModelTable() {}

    static void print(Terminal terminal, List<ModelRow> rows) {
        Table table = new Table(COLUMNS);
        for (ModelRow row : rows) {
            ModelInfo info = row.info();
            table.row(List.of(
                    row.key(),
                    info.inTee() ? "TEE" : "",
                    Quantities.tokens(info.contextWindow()),
                    Quantities.tokens(info.maxOutputTokens()),
                    Quantities.price(info.pricing().input()),
                    Quantities.price(info.pricing().output()),
                    Quantities.price(info.pricing().cacheRead()),
                    info.quantization() == null ? "" : info.quantization(),
                    info.has(ModelInfo.TOOLS).isEmpty() && row.features().isEmpty()
                            ? Quantities.UNKNOWN
                            : String.join(",", row.features()),
                    String.join(",", row.tags())));
        }
        boolean heading = true;
        for (String laidOut : table.lines(terminal.width())) {
            String line = terminal.onOut(laidOut);
            terminal.out().println(heading ? Style.BOLD.apply(terminal, line) : line);
            heading = false;
        }
    }

    /** Says in one line what a catalog is worth now. */
    static String describe(CatalogSnapshot catalog, Clock clock) {
        StringBuilder text = new StringBuilder()
                .append(catalog.models().size())
                .append(catalog.models().size() == 1 ? " model, " : " models, ")
                .append(catalog.source())
                .append(", ")
                .append(Quantities.duration(Duration.between(catalog.fetchedAt(), clock.instant())))
                .append(" old");
        if (catalog.stale()) {
            text.append(", STALE");
        }
        if (catalog.problem() != null) {
            text.append(" (").append(catalog.problem()).append(')');
        }
        if (catalog.skippedRows() > 0) {
            text.append(", ")
                    .append(catalog.skippedRows())
                    .append(catalog.skippedRows() == 1 ? " unusable row skipped" : " unusable rows skipped");
        }
        return text.toString();
    }
}
