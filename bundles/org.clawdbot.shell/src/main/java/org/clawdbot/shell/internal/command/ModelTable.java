package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.clawdbot.shell.internal.terminal.Style;
import org.clawdbot.shell.internal.terminal.Table;
import org.clawdbot.shell.internal.terminal.Table.Column;
import org.clawdbot.shell.internal.terminal.Terminal;

/** The list of models for a person. */
final class ModelTable {

    private static final String MODEL = "MODEL";
    private static final String TAGS = "TAGS";
    private static final String REASON = "NOT AVAILABLE";

    private static final List<Column> ROOMY = List.of(
            Column.name(MODEL, 48),
            Column.text("TEE", 0).in(Style.GREEN),
            Column.number("CONTEXT", 0),
            Column.number("MAX OUT", 2),
            Column.decimal("IN $/M", 0),
            Column.decimal("OUT $/M", 0),
            Column.decimal("CACHE $/M", 3),
            Column.text("QUANT", 1),
            Column.text("FEATURES", 0),
            Column.flexible(TAGS, 10, 4).in(Style.YELLOW),
            Column.flexible(REASON, 24, 0).in(Style.YELLOW));

    /** Features are letters, which {@link #LEGEND} explains. */
    private static final List<Column> NARROW = List.of(
            Column.name(MODEL, 26),
            Column.text("TEE", 0).in(Style.GREEN),
            Column.number("CTX", 4),
            Column.decimal("IN $/M", 5),
            Column.decimal("OUT $/M", 5),
            Column.text("FEAT", 3),
            Column.flexible(REASON, 13, 0).in(Style.YELLOW));

    private static final String LEGEND =
            "FEAT: T tools  R reasoning  J JSON schema  I image  V video  A audio  ? unknown";

    private ModelTable() {}

    /** Gives the table that suits the width, with the provider in the names unless all have the same. */
    static Table of(List<ModelRow> rows, int width, boolean withProvider) {
        Table roomy = new Table(ROOMY);
        rows.forEach(row -> roomy.row(roomy(row, name(row, withProvider))));
        if (roomy.fits(width)) {
            return roomy;
        }
        Table narrow = new Table(NARROW);
        rows.forEach(row -> narrow.row(narrow(row, name(row, withProvider))));
        return narrow;
    }

    /** Says whether the lists hold no model at all. */
    static boolean isEmpty(List<CatalogSnapshot> catalogs) {
        return catalogs.stream().allMatch(catalog -> catalog.models().isEmpty());
    }

    private static String name(ModelRow row, boolean withProvider) {
        return withProvider ? row.key() : row.info().reference().id();
    }

    private static List<String> roomy(ModelRow row, String name) {
        ModelInfo info = row.info();
        return List.of(
                name,
                info.inTee() ? "TEE" : "",
                Quantities.tokens(info.contextWindow()),
                Quantities.tokens(info.maxOutputTokens()),
                Quantities.listPrice(info.pricing().input()),
                Quantities.listPrice(info.pricing().output()),
                Quantities.listPrice(info.pricing().cacheRead()),
                info.quantization() == null ? "" : info.quantization(),
                row.featuresAreStated() ? String.join(",", row.features()) : Quantities.UNKNOWN,
                String.join(",", row.tags()),
                row.reason() == null ? "" : row.reason());
    }

    private static List<String> narrow(ModelRow row, String name) {
        ModelInfo info = row.info();
        return List.of(
                name,
                info.inTee() ? "TEE" : "",
                Quantities.tokens(info.contextWindow()),
                Quantities.listPrice(info.pricing().input()),
                Quantities.listPrice(info.pricing().output()),
                row.featuresAreStated() ? row.featureLetters() : Quantities.UNKNOWN,
                row.reason() == null ? "" : row.reason());
    }

    static void print(Terminal terminal, List<ModelRow> rows) {
        int width = terminal.width();
        Table table = of(rows, width, true);
        table.lines(width).forEach(line -> print(terminal, line, width));
        if (table.shows("FEAT", width)) {
            print(terminal, Line.of(LEGEND, Style.DIM), width);
        }
        if (!table.shows(TAGS, width)) {
            rows.stream()
                    .filter(row -> !row.tags().isEmpty())
                    .forEach(row -> print(
                            terminal, Line.of(String.join(", ", row.tags()) + ": " + row.key(), Style.YELLOW), width));
        }
    }

    private static void print(Terminal terminal, Line line, int width) {
        Line shown = line.width() > width ? line.fit(width) : line;
        terminal.out().println(terminal.outColour() ? shown.ansi() : shown.text());
    }

    /** Says in one line what a catalog is worth now. */
    static String describe(CatalogSnapshot catalog, Clock clock) {
        StringBuilder text = new StringBuilder()
                .append(catalog.models().size())
                .append(catalog.models().size() == 1 ? " model, " : " models, ")
                .append(age(catalog, clock));
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

    /** Says in a few words where a catalog comes from and when. */
    static String age(CatalogSnapshot catalog, Clock clock) {
        return catalog.source() + ", "
                + Quantities.duration(Duration.between(catalog.fetchedAt(), clock.instant())) + " old"
                + (catalog.stale() ? ", STALE" : "");
    }
}
