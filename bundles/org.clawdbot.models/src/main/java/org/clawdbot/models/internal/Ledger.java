package org.clawdbot.models.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.usage.UsageTotal;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what requests used and cost, a file for each month. What is new counts in this process at once and is written
 * about a second later, together with what came meanwhile.
 */
final class Ledger {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);
    private static final Duration TOGETHER = Duration.ofSeconds(1);
    private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();
    private static final Usage NOTHING = new Usage(0, 0, null, null, 0);
    private static final Pattern MONTH = Pattern.compile("(\\d{4}-\\d{2})\\.json");

    private final Path folder;
    private final Later later;
    private final Clock clock;
    private final Map<YearMonth, UsageFile> files = new ConcurrentHashMap<>();
    private final Map<UsageFile.Key, UsageTotal> pending = new LinkedHashMap<>();
    private boolean scheduled;
    private boolean complained;

    Ledger(Path folder, Later later, Clock clock) {
        this.folder = folder;
        this.later = later;
        this.clock = clock;
    }

    /**
     * Adds a request that began to be answered.
     *
     * @param usage the tokens, or null if they are unknown
     * @param cost the cost, or null if it is unknown
     */
    void add(String model, String profileId, @Nullable Usage usage, @Nullable Cost cost) {
        UsageTotal total = new UsageTotal(
                today(),
                model,
                profileId,
                1,
                cost == null ? 1 : 0,
                usage == null ? NOTHING : usage,
                cost == null ? BigDecimal.ZERO : cost.usd());
        boolean first;
        synchronized (this) {
            pending.merge(UsageFile.Key.of(total), total, UsageTotal::plus);
            first = !scheduled;
            scheduled = true;
        }
        if (first) {
            later.run(TOGETHER, this::flush);
        }
    }

    /** Writes what is not written yet; what cannot be written is kept for the next time. */
    synchronized void flush() {
        scheduled = false;
        Map<YearMonth, List<UsageTotal>> months = new TreeMap<>();
        pending.values().forEach(total -> months.computeIfAbsent(YearMonth.from(total.day()), key -> new ArrayList<>())
                .add(total));
        months.forEach((month, totals) -> {
            try {
                file(month).add(totals);
                totals.forEach(total -> pending.remove(UsageFile.Key.of(total)));
            } catch (IOException e) {
                LOG.log(
                        complained ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                        "The usage cannot be written to " + folder + ", so that only this process knows of it",
                        e);
                complained = true;
            }
        });
    }

    /** The totals of a day and all that followed. */
    synchronized List<UsageTotal> since(LocalDate first) throws IOException {
        Map<UsageFile.Key, UsageTotal> totals = new LinkedHashMap<>();
        for (YearMonth month : months()) {
            if (!month.isBefore(YearMonth.from(first))) {
                file(month).read().forEach(total -> totals.merge(UsageFile.Key.of(total), total, UsageTotal::plus));
            }
        }
        pending.forEach((key, total) -> totals.merge(key, total, UsageTotal::plus));
        return totals.values().stream()
                .filter(total -> !total.day().isBefore(first))
                .sorted(Comparator.comparing(UsageTotal::day)
                        .thenComparing(UsageTotal::model)
                        .thenComparing(UsageTotal::profileId))
                .toList();
    }

    /** What was spent in this month, or on one day of it. */
    synchronized Spent spent(YearMonth month, Predicate<LocalDate> days) throws IOException {
        Spent spent = new Spent(BigDecimal.ZERO, 0);
        for (UsageTotal total : file(month).read()) {
            spent = days.test(total.day()) ? spent.plus(total) : spent;
        }
        for (UsageTotal total : pending.values()) {
            boolean counts = YearMonth.from(total.day()).equals(month) && days.test(total.day());
            spent = counts ? spent.plus(total) : spent;
        }
        return spent;
    }

    /** An amount, and how many requests of unknown cost are not in it. */
    record Spent(BigDecimal usd, long unpriced) {

        private Spent plus(UsageTotal total) {
            return new Spent(usd.add(total.usd()), unpriced + total.unpriced());
        }
    }

    LocalDate today() {
        return LocalDate.ofEpochDay(Math.floorDiv(clock.instant().getEpochSecond(), SECONDS_A_DAY));
    }

    private List<YearMonth> months() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> MONTH.matcher(String.valueOf(entry.getFileName())))
                    .filter(Matcher::matches)
                    .map(match -> YearMonth.parse(match.group(1)))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private UsageFile file(YearMonth month) {
        return files.computeIfAbsent(month, key -> new UsageFile(folder.resolve(key + ".json"), clock));
    }
}
