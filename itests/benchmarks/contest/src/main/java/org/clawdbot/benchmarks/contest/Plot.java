package org.clawdbot.benchmarks.contest;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The processor time of each contestant as bars, on a logarithmic scale because they differ by orders of magnitude. */
final class Plot {

    private static final int WIDTH = 860;
    private static final int LABELS = 230;
    private static final int BARS = 540;
    private static final int ROW = 20;
    private static final int TITLE = 34;
    private static final double LEAST_MICROS = 0.01;

    private final Results results;

    Plot(Results results) {
        this.results = results;
    }

    String svg() {
        StringBuilder body = new StringBuilder();
        int y = 0;
        for (String work : results.works()) {
            Map<String, Double> micros = results.medians(work, "cpuMicros");
            if (!micros.isEmpty()) {
                y = chart(body, y, work, micros);
            }
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                WIDTH,
                y + ROW,
                body);
    }

    private static int chart(StringBuilder body, int top, String work, Map<String, Double> micros) {
        double greatest =
                micros.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        body.append(
                text(10, top + TITLE - 10, "font-weight=\"bold\"", work + ": processor time of each, µs (log scale)"));
        int y = top + TITLE;
        List<Map.Entry<String, Double>> sorted =
                micros.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
        for (Map.Entry<String, Double> entry : sorted) {
            double length = BARS * log(entry.getValue()) / log(greatest);
            body.append(text(LABELS - 8, y + 13, "text-anchor=\"end\"", entry.getKey()));
            body.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    LABELS,
                    y + 2,
                    Math.max(1, length),
                    ROW - 6,
                    entry.getKey().equals("clawdbot") ? "#1f6feb" : "#9aa4b2"));
            body.append(
                    text(LABELS + (int) length + 6, y + 13, "", String.format(Locale.ROOT, "%.2f", entry.getValue())));
            y += ROW;
        }
        return y;
    }

    private static double log(double micros) {
        return Math.log10(Math.max(micros, LEAST_MICROS * 1.1) / LEAST_MICROS);
    }

    private static String text(int x, int y, String attributes, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" %s>%s</text>%n",
                x,
                y,
                attributes,
                text.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
