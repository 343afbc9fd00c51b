package org.clawdbot.chutes.completions.internal;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.completions.CompletionRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to write the body of a request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestBodyBenchmark {

    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"}}}";

    private final CompletionRequest question =
            request(ChatRequest.builder().user("Why is the sky blue?").build());

    private final CompletionRequest conversation = request(ChatRequest.builder()
            .system("You are of few words.")
            .user("Why is the sky \"blue\"?\n".repeat(200))
            .tools(List.of(
                    new ToolDefinition("read", "Reads a file", SCHEMA),
                    new ToolDefinition("write", "Writes a file", SCHEMA)))
            .build());

    private static CompletionRequest request(ChatRequest chat) {
        return new CompletionRequest(
                ModelInfo.builder(new ModelReference("chutes", "zai-org/GLM-4.7-Flash"))
                        .build(),
                chat,
                new Credential("chutes", "chutes:one", "api-key", Secret.of("cpk_not-a-key"), null),
                false);
    }

    /** One short question. */
    @Benchmark
    public byte[] question() {
        return CompletionBody.of(question, true).bytes();
    }

    /** 5 KB of text and two tools. */
    @Benchmark
    public byte[] conversation() {
        return CompletionBody.of(conversation, true).bytes();
    }
}
