package org.clawdbot.models.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.usage.UsageTotal;
import org.jspecify.annotations.Nullable;

/** The totals of one month, in a file. */
final class UsageFile {

    private static final String DAYS = "days";

    private final JsonFile file;

    UsageFile(Path file, Clock clock) {
        this.file = new JsonFile(file, clock);
    }

    /** What one total is about. */
    record Key(LocalDate day, String model, String profileId) {

        static Key of(UsageTotal total) {
            return new Key(total.day(), total.model(), total.profileId());
        }
    }

    List<UsageTotal> read() throws IOException {
        return decode(file.read());
    }

    /** Adds to the totals in one step. */
    void add(Collection<UsageTotal> more) throws IOException {
        file.update(root -> {
            Map<Key, UsageTotal> totals = new LinkedHashMap<>();
            decode(root).forEach(total -> totals.put(Key.of(total), total));
            more.forEach(total -> totals.merge(Key.of(total), total, UsageTotal::plus));
            Map<LocalDate, List<UsageTotal>> days = new TreeMap<>();
            totals.values().forEach(total -> days.computeIfAbsent(total.day(), day -> new ArrayList<>())
                    .add(total));
            root.put("version", 1);
            ObjectNode section = root.putObject(DAYS);
            days.forEach((day, ofDay) -> {
                ArrayNode rows = section.putArray(day.toString());
                ofDay.forEach(total -> encode(rows.addObject(), total));
            });
        });
    }

    private static List<UsageTotal> decode(ObjectNode root) {
        List<UsageTotal> totals = new ArrayList<>();
        root.path(DAYS).properties().forEach(entry -> {
            LocalDate day = day(entry.getKey());
            if (day != null) {
                entry.getValue().forEach(row -> totals.add(decode(day, row)));
            }
        });
        return totals;
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static UsageTotal decode(LocalDate day, JsonNode row) {
        return new UsageTotal(
                day,
                row.path("model").asText(),
                row.path("profile").asText(),
                row.path("requests").asLong(),
                row.path("unpriced").asLong(),
                new Usage(
                        row.path("input").asLong(),
                        row.path("output").asLong(),
                        number(row, "cacheRead"),
                        number(row, "reasoning"),
                        row.path("total").asLong()),
                usd(row.path("usd").asText()));
    }

    private static @Nullable Long number(JsonNode row, String name) {
        return row.path(name).isNumber() ? row.path(name).asLong() : null;
    }

    private static BigDecimal usd(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return BigDecimal.ZERO;
        }
    }

    private static void encode(ObjectNode row, UsageTotal total) {
        Usage usage = total.usage();
        row.put("model", total.model())
                .put("profile", total.profileId())
                .put("requests", total.requests())
                .put("unpriced", total.unpriced())
                .put("input", usage.input())
                .put("output", usage.output());
        if (usage.cacheRead() != null) {
            row.put("cacheRead", usage.cacheRead());
        }
        if (usage.reasoning() != null) {
            row.put("reasoning", usage.reasoning());
        }
        row.put("total", usage.total()).put("usd", total.usd().toPlainString()); // as text: dollars are exact here
    }
}
