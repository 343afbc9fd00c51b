package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.ModelList;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to map a list of 1,000 models, and how much of that Jackson needs to find its tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ModelListBenchmark {

    private static final int ROWS = 1000;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] list = list();

    private static byte[] list() {
        StringBuilder list = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (int row = 0; row < ROWS; row++) {
            list.append(row == 0 ? "" : ",")
                    .append("{\"id\":\"vendor-" + row % 40 + "/Model-" + row + "B\",\"object\":\"model\",")
                    .append("\"created\":1771352259,\"owned_by\":\"sglang\",\"root\":\"vendor/Model-" + row + "\",")
                    .append("\"max_model_len\":131072,\"context_length\":131072,\"max_output_length\":65536,")
                    .append("\"input_modalities\":[\"text\",\"image\"],\"output_modalities\":[\"text\"],")
                    .append("\"quantization\":\"fp8\",\"supported_features\":[\"json_mode\",\"tools\",\"reasoning\"],")
                    .append(
                            "\"supported_sampling_parameters\":[\"temperature\",\"top_p\",\"top_k\",\"stop\",\"seed\"],")
                    .append("\"confidential_compute\":" + (row % 3 == 0) + ",")
                    .append("\"pricing\":{\"prompt\":0.25,\"completion\":1.1,\"input_cache_read\":0.125},")
                    .append(
                            "\"price\":{\"input\":{\"usd\":0.25,\"tao\":0.0008},\"output\":{\"usd\":1.1,\"tao\":0.0035}}}");
        }
        return list.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The way of the catalogs. */
    @Benchmark
    public ModelList mapped() throws JsonException {
        return ModelList.parse("chutes", list).orElseThrow();
    }

    /** The tokens alone, of which nothing is kept. */
    @Benchmark
    public int tokens() throws IOException {
        int tokens = 0;
        try (JsonParser parser = FACTORY.createParser(list)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }
}
