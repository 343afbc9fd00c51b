package org.clawdbot.shell.internal.command;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.clawdbot.shell.internal.terminal.Style;
import org.clawdbot.shell.internal.terminal.TextWidth;
import org.jspecify.annotations.Nullable;

/** Everything that is known about one model, in lines of a width. */
final class ModelPreview {

    private static final int LABEL = 9;
    private static final String NOT_STATED = "not stated";

    private final int width;
    private final List<Line> lines = new ArrayList<>();

    private ModelPreview(int width) {
        this.width = width;
    }

    /** Describes a model. */
    static List<Line> of(ModelRow row, Clock clock, int width) {
        ModelInfo info = row.info();
        ModelPreview preview = new ModelPreview(width);
        String id = info.reference().id();
        preview.lines.add(Line.of(TextWidth.cutMiddle(id, width), Style.BOLD));
        if (!info.name().equals(id)) {
            preview.fact("Name", info.name());
        }
        if (!row.tags().isEmpty()) {
            preview.fact("Here", String.join(", ", row.tags()), Style.YELLOW);
        }
        preview.fact("Window", tokens(info.contextWindow()) + ", answers up to " + tokens(info.maxOutputTokens()));
        preview.fact("Price", prices(info));
        preview.fact("Features", words(info.features()));
        preview.fact("Takes", words(info.input()) + " → " + words(info.output()));
        preview.fact("TEE", tee(info.tee()), info.inTee() ? Style.GREEN : Style.PLAIN);
        preview.fact("Weights", info.quantization() == null ? NOT_STATED : info.quantization());
        preview.fact(
                "Listed", ModelTable.age(row.catalog(), clock), row.catalog().stale() ? Style.YELLOW : Style.PLAIN);
        if (!info.attributes().isEmpty()) {
            preview.fact("Also", attributes(info), Style.DIM);
        }
        return preview.lines;
    }

    private void fact(String label, String value) {
        fact(label, value, Style.PLAIN);
    }

    /** A long value goes on below itself, broken at blanks. */
    private void fact(String label, String value, Style style) {
        String first = TextWidth.padded(label, LABEL) + " ";
        int room = Math.max(LABEL, width - TextWidth.of(first));
        String line = "";
        for (String word : value.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (TextWidth.of(longer) > room && !line.isEmpty()) {
                lines.add(Line.of(first, Style.DIM).and(line, style));
                first = " ".repeat(TextWidth.of(first));
                line = word;
            } else {
                line = longer;
            }
        }
        lines.add(Line.of(first, Style.DIM).and(line, style));
    }

    /** As the provider names them; a list may be broken after each comma. */
    private static String attributes(ModelInfo info) {
        List<String> facts = new ArrayList<>();
        new TreeMap<>(info.attributes()).forEach((name, value) -> facts.add(name + "=" + value.replace(",", ", ")));
        return String.join(" ", facts);
    }

    private static String tokens(@Nullable Long tokens) {
        return tokens == null ? NOT_STATED : String.format(Locale.ROOT, "%,d tokens", tokens);
    }

    private static String prices(ModelInfo info) {
        return price(info.pricing().input()) + " in, " + price(info.pricing().output()) + " out, "
                + price(info.pricing().cacheRead()) + " cached, per million tokens";
    }

    private static String price(@Nullable BigDecimal price) {
        return price == null ? Quantities.UNKNOWN : "$" + Quantities.listPrice(price);
    }

    private static String words(@Nullable Collection<String> words) {
        if (words == null) {
            return NOT_STATED;
        }
        if (words.isEmpty()) {
            return "none";
        }
        return String.join(", ", words instanceof Set<String> set ? new TreeSet<>(set) : words);
    }

    /** The provider's word, and no more than that: nobody has checked evidence here. */
    private static String tee(@Nullable Boolean tee) {
        if (tee == null) {
            return NOT_STATED;
        }
        return tee ? "yes, says the provider" : "no";
    }
}
