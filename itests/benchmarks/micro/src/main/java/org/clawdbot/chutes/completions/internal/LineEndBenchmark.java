package org.clawdbot.chutes.completions.internal;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to find where a line ends: eight bytes at a time, and one by one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LineEndBenchmark {

    /** How long the line is. */
    @Param({"20", "220", "4000"})
    public int length;

    private byte[] line = {};

    /** Makes the line. */
    @Setup
    public void line() {
        line = new byte[length + 1];
        Arrays.fill(line, (byte) 'x');
        line[length] = '\n';
    }

    /** The way of the reader. */
    @Benchmark
    public int eightAtATime() {
        return LineEnds.find(line, 0, line.length);
    }

    /** The obvious way. */
    @Benchmark
    public int oneByOne() {
        int at = 0;
        while (at < line.length && line[at] != '\n' && line[at] != '\r') {
            at++;
        }
        return at;
    }
}
