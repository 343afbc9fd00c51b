package org.clawdbot.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import org.clawdbot.benchmarks.driver.Work;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Work TEXT = new Work(Work.Kind.TEXT, 10);

    private final Results results = new Results();

    @Test
    void showsTheMedianAndTheSpread() {
        results.add(TEXT, "one", "{\"cpuMicros\":3}");
        results.add(TEXT, "one", "{\"cpuMicros\":1}");
        results.add(TEXT, "one", "{\"cpuMicros\":20}");

        assertThat(results.csv()).contains("text/10,\"one\",cpuMicros,3.000,1.000,20.000,3");
        assertThat(results.markdown()).contains("### text/10").contains("| one | 3.00 (1.00–20.0) | – | – |");
    }

    @Test
    void leavesAGapForWhoeverFailed() {
        results.add(TEXT, "broken", "{}");

        assertThat(results.markdown()).contains("| broken | – | – | – |");
    }
}
