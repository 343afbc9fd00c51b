package org.clawdbot.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.clawdbot.benchmarks.driver.Work;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Work TEXT = new Work(Work.Kind.TEXT, 10);

    private final Results results = new Results();

    @Test
    void showsTheMedianAndTheSpread() throws IOException {
        results.add(TEXT, "one", "{\"cpuMicros\":3}");
        results.add(TEXT, "one", "{\"cpuMicros\":1}");
        results.add(TEXT, "one", "{\"cpuMicros\":20}");

        assertThat(results.csv()).contains("text/10,\"one\",cpuMicros,3.000,1.000,20.000,3");
        assertThat(results.markdown()).contains("### text/10").contains("| one | 3.00 (1.00–20.0) | – | – |");
    }

    @Test
    void leavesAGapForWhoeverFailedAndSaysWhy() {
        results.fail(TEXT, "broken", "OutOfMemoryError");

        assertThat(results.markdown())
                .contains("| broken | – | – | – |")
                .contains("- broken could not: `OutOfMemoryError`");
    }

    @Test
    void keepsWhatWasMeasuredBeforeAFailure() throws IOException {
        results.add(TEXT, "moody", "{\"cpuMicros\":3}");
        results.fail(TEXT, "moody", "reset");

        assertThat(results.markdown())
                .contains("| moody | 3.00 (3.00–3.00) |")
                .contains("- moody could not 1 ×: `reset`");
    }

    @Test
    void refusesWhoeverLostAPart() {
        assertThatThrownBy(() -> results.add(TEXT, "loser", "{\"hash\":1,\"chars\":1}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lost");
    }
}
