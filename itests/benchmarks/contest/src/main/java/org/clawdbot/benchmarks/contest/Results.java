package org.clawdbot.benchmarks.contest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clawdbot.benchmarks.driver.Digest;
import org.clawdbot.benchmarks.driver.Payload;
import org.clawdbot.benchmarks.driver.Work;

/** What all contestants measured of themselves, and the tables made of it: medians with the least and the greatest. */
final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FAILED = "failed";

    private final Map<String, Map<String, Map<String, List<Double>>>> values = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> failures = new LinkedHashMap<>();

    /**
     * Takes what a contestant measured in one round.
     *
     * @throws IOException if it is no line of JSON, or shows that a part of a reply was lost
     */
    void add(Work work, String contestant, String json) throws IOException {
        JsonNode line = JSON.readTree(json);
        if (line.has("hash")) {
            check(work, line);
        }
        Map<String, List<Double>> known = of(work, contestant);
        line.properties().forEach(member -> known.computeIfAbsent(member.getKey(), name -> new ArrayList<>())
                .add(member.getValue().asDouble()));
    }

    /** Takes why a contestant has nothing to show for one round. */
    void fail(Work work, String contestant, String reason) {
        of(work, contestant).computeIfAbsent(FAILED, name -> new ArrayList<>()).add(1.0);
        failures.computeIfAbsent(work.path().substring(1), path -> new LinkedHashMap<>())
                .put(contestant, reason);
    }

    private Map<String, List<Double>> of(Work work, String contestant) {
        return values.computeIfAbsent(work.path().substring(1), path -> new LinkedHashMap<>())
                .computeIfAbsent(contestant, name -> new LinkedHashMap<>());
    }

    /** Contestants in Java check each reply themselves. */
    private static void check(Work work, JsonNode line) throws IOException {
        Digest expected = Payload.expected(work);
        if (line.get("hash").asInt() != expected.hash() || line.get("chars").asLong() != expected.chars()) {
            throw new IOException("a part of a reply was lost");
        }
    }

    /** Gives the medians of one quantity of one work. */
    Map<String, Double> medians(String work, String quantity) {
        Map<String, Double> medians = new LinkedHashMap<>();
        values.getOrDefault(work, Map.of()).forEach((contestant, quantities) -> {
            if (quantities.containsKey(quantity)) {
                medians.put(contestant, median(quantities.get(quantity)));
            }
        });
        return medians;
    }

    Set<String> works() {
        return values.keySet();
    }

    String csv() {
        StringBuilder csv = new StringBuilder("work,contestant,quantity,median,least,greatest,rounds\n");
        values.forEach((work, contestants) -> contestants.forEach(
                (contestant, quantities) -> quantities.forEach((quantity, all) -> csv.append(String.format(
                        Locale.ROOT,
                        "%s,\"%s\",%s,%.3f,%.3f,%.3f,%d%n",
                        work,
                        contestant,
                        quantity,
                        median(all),
                        Collections.min(all),
                        Collections.max(all),
                        all.size())))));
        return csv.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (String work : values.keySet()) {
            text.append("### ").append(work).append("\n\n");
            List<Column> columns = Column.of(work);
            text.append("| |");
            columns.forEach(column -> text.append(' ').append(column.title).append(" |"));
            text.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
            for (String contestant : values.get(work).keySet()) {
                text.append("| ").append(contestant).append(" |");
                columns.forEach(column -> text.append(' ')
                        .append(all(work, contestant, column.quantity)
                                .map(Results::shown)
                                .orElse("–"))
                        .append(" |"));
                text.append('\n');
            }
            text.append('\n');
            failures.getOrDefault(work, Map.of()).forEach((contestant, reason) -> text.append("- ")
                    .append(contestant)
                    .append(" could not")
                    .append(times(values.get(work).get(contestant)))
                    .append(": `")
                    .append(reason)
                    .append("`\n\n"));
        }
        return text.toString();
    }

    /** Of a contestant that failed in some rounds only, in how many. */
    private static String times(Map<String, List<Double>> quantities) {
        return quantities.size() == 1 ? "" : " " + quantities.get(FAILED).size() + " ×";
    }

    private Optional<List<Double>> all(String work, String contestant, String quantity) {
        return Optional.ofNullable(values.get(work).get(contestant).get(quantity));
    }

    private static String shown(List<Double> all) {
        return number(median(all)) + " (" + number(Collections.min(all)) + "–" + number(Collections.max(all)) + ")";
    }

    private static String number(double value) {
        String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }

    private static double median(List<Double> all) {
        List<Double> sorted = all.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private enum Column {
        CPU("cpuMicros", "CPU, µs each"),
        RATE("perSecond", "a second"),
        WALL("wallMicros", "µs each"),
        ALLOCATED("allocated", "allocated, B each"),
        P50("p50Micros", "p50, µs"),
        P99("p99Micros", "p99, µs"),
        TOOK("seconds", "took, s"),
        CPU_IN_ALL("cpuSeconds", "CPU, s"),
        LATEST("latestMillis", "latest, ms"),
        HEAP("heapPerStream", "heap, B a stream"),
        THREADS("platformThreads", "platform threads"),
        FIRST_BYTE("firstMillis", "first byte, ms"),
        END("endMillis", "end, ms"),
        PROCESSOR("cpuMillis", "CPU, ms");

        private final String quantity;
        private final String title;

        Column(String quantity, String title) {
            this.quantity = quantity;
            this.title = title;
        }

        static List<Column> of(String work) {
            return switch (work.substring(0, work.indexOf('/'))) {
                case "text", "tools" -> List.of(CPU, ALLOCATED, RATE);
                case "first" -> List.of(P50, P99, CPU);
                case "plain" -> List.of(RATE, P50, P99, CPU);
                case "slow" -> List.of(LATEST, TOOK, CPU_IN_ALL, HEAP, THREADS);
                case "cold" -> List.of(FIRST_BYTE, END, PROCESSOR);
                default -> List.of(WALL, CPU, ALLOCATED);
            };
        }
    }
}
