package org.clawdbot.config.internal.schema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.ConfigurationProblem.Severity;

/** Collects what is wrong with one file. Beyond a number that nobody reads, further problems are left out. */
final class Findings {

    private static final int MAX_PER_SEVERITY = 100;

    private final Path file;
    private final String text;
    private final int[] lineStarts;
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    Findings(Path file, String text) {
        this.file = file;
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    void error(int offset, String path, String message) {
        add(Severity.ERROR, offset, path, message);
    }

    void warning(int offset, String path, String message) {
        add(Severity.WARNING, offset, path, message);
    }

    List<ConfigurationProblem> inOrder() {
        return problems.stream()
                .sorted(Comparator.comparingInt(ConfigurationProblem::line)
                        .thenComparingInt(ConfigurationProblem::column))
                .toList();
    }

    /** Returns the line of an offset without reading the whole text again. */
    int line(int offset) {
        int index = Arrays.binarySearch(lineStarts, offset);
        return index >= 0 ? index + 1 : -index - 1;
    }

    private void add(Severity severity, int offset, String path, String message) {
        long count = problems.stream()
                .filter(problem -> problem.severity() == severity)
                .count();
        if (count < MAX_PER_SEVERITY) {
            int line = line(offset);
            int column = text.codePointCount(lineStarts[line - 1], offset) + 1;
            problems.add(new ConfigurationProblem(severity, file, line, column, path, message));
        }
    }

    private static int[] lineStarts(String text) {
        return IntStream.concat(
                        IntStream.of(0),
                        IntStream.rangeClosed(1, text.length())
                                .filter(i -> text.charAt(i - 1) == '\n'
                                        || (text.charAt(i - 1) == '\r' && !text.startsWith("\n", i))))
                .toArray();
    }
}
