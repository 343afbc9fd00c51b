package org.clawdbot.telemetry.internal;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;

/**
 * What is measured with, with the buckets that the conventions advise.
 *
 * @param tracer makes spans
 * @param duration seconds that a request took
 * @param firstChunk seconds until a streamed reply began
 * @param tokens tokens of a request
 */
record Instruments(Tracer tracer, DoubleHistogram duration, DoubleHistogram firstChunk, LongHistogram tokens) {

    private static final String SCOPE = "org.clawdbot.telemetry";
    private static final List<Double> SECONDS =
            List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final List<Long> TOKENS = List.of(
            1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L, 262144L, 1048576L, 4194304L, 16777216L, 67108864L);

    static Instruments of(OpenTelemetry telemetry, String version) {
        Meter meter =
                telemetry.meterBuilder(SCOPE).setInstrumentationVersion(version).build();
        return new Instruments(
                telemetry
                        .tracerBuilder(SCOPE)
                        .setInstrumentationVersion(version)
                        .build(),
                meter.histogramBuilder(Names.DURATION)
                        .setUnit("s")
                        .setDescription("GenAI operation duration.")
                        .setExplicitBucketBoundariesAdvice(SECONDS)
                        .build(),
                meter.histogramBuilder(Names.FIRST_CHUNK)
                        .setUnit("s")
                        .setDescription("Time to receive the first chunk of a streamed reply.")
                        .setExplicitBucketBoundariesAdvice(SECONDS)
                        .build(),
                meter.histogramBuilder(Names.TOKEN_USAGE)
                        .ofLongs()
                        .setUnit("{token}")
                        .setDescription("Number of input and output tokens used.")
                        .setExplicitBucketBoundariesAdvice(TOKENS)
                        .build());
    }
}
