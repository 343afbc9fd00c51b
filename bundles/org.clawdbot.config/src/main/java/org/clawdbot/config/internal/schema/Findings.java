package org.clawdbot.config.internal.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.ConfigurationProblem.Severity;
import org.clawdbot.config.internal.schema.SourceText.Place;

/** Collects what is wrong with a file and what it includes. Beyond a number that nobody reads, the rest is left out. */
final class Findings {

    private static final int MAX_PER_SEVERITY = 100;

    private final SourceText source;
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    Findings(SourceText source) {
        this.source = source;
    }

    void error(int offset, String path, String message) {
        add(Severity.ERROR, () -> source.at(offset), path, message);
    }

    void error(Place place, String path, String message) {
        add(Severity.ERROR, () -> place, path, message);
    }

    void warning(int offset, String path, String message) {
        add(Severity.WARNING, () -> source.at(offset), path, message);
    }

    /** File by file, each from top to bottom. */
    List<ConfigurationProblem> inOrder() {
        return problems.stream()
                .sorted(Comparator.<ConfigurationProblem>comparingInt(
                                problem -> source.files().indexOf(problem.file()))
                        .thenComparingInt(ConfigurationProblem::line)
                        .thenComparingInt(ConfigurationProblem::column))
                .toList();
    }

    private void add(Severity severity, Supplier<Place> where, String path, String message) {
        long count = problems.stream()
                .filter(problem -> problem.severity() == severity)
                .count();
        if (count < MAX_PER_SEVERITY) {
            Place place = where.get();
            problems.add(new ConfigurationProblem(severity, place.file(), place.line(), place.column(), path, message));
        }
    }
}
