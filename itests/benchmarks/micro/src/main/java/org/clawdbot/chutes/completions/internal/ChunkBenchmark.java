package org.clawdbot.chutes.completions.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.chat.ChatEvent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What one chunk of a reply costs from its bytes to its event: by the template, and by the parser alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkBenchmark {

    static final int CHUNKS = 1000;

    private static final String[] PIECES = {" the", " of", "ing", ",", " Ray", "\\n", " für", "日本", " \\\"blue\\\""};

    private final byte[] reply = reply();

    private static byte[] reply() {
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < CHUNKS; i++) {
            reply.append(
                            "data: {\"id\":\"chatcmpl-0ff9d21adf1d458e9b24575c5b1b8115\",\"object\":\"chat.completion.chunk\",")
                    .append("\"created\":1771352259,\"model\":\"zai-org/GLM-4.7-Flash\",\"choices\":[{\"index\":0,")
                    .append("\"delta\":{\"content\":\"")
                    .append(PIECES[i % PIECES.length])
                    .append("\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
        }
        return reply.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The way of every stream. */
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void template(Blackhole hole) throws Exception {
        read(true, hole);
    }

    /** The way of what does not fit the template. */
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void parser(Blackhole hole) throws Exception {
        read(false, hole);
    }

    private void read(boolean byTemplate, Blackhole hole) throws IOException, ChunkParser.MalformedChunkException {
        ReplyRules rules = new ReplyRules("chutes/m", ReplyRules.ThinkingTags.ARE_TEXT, Set.of(), List.of());
        ReplyAssembler assembler = new ReplyAssembler(rules, null, null);
        ChunkParser parser = new ChunkParser(assembler);
        SseReader events = new SseReader(new ByteArrayInputStream(reply));
        boolean more = true;
        while (more) {
            if (!byTemplate || !parser.repeats(events)) {
                more = events.next() == SseReader.Found.EVENT;
                if (more) {
                    parser.parse(events.buffer(), events.offset(), events.length());
                }
            }
            for (ChatEvent event = assembler.poll(); event != null; event = assembler.poll()) {
                hole.consume(event);
            }
        }
    }
}
