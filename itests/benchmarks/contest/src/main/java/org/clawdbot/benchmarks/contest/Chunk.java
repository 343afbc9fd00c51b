package org.clawdbot.benchmarks.contest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.List;
import org.clawdbot.benchmarks.driver.Sink;

/** What someone who writes the client by hand maps a chunk, or a whole reply, to. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Chunk(String id, String model, List<Choice> choices) {

    static final ObjectReader READER = new ObjectMapper().readerFor(Chunk.class);

    void put(Sink sink) {
        for (Choice choice : choices) {
            Delta delta = choice.delta() == null ? choice.message() : choice.delta();
            if (delta.content() != null && !delta.content().isEmpty()) {
                sink.text(delta.content());
            }
            if (delta.toolCalls() != null) {
                for (ToolCall call : delta.toolCalls()) {
                    if (!call.function().arguments().isEmpty()) {
                        sink.text(call.function().arguments());
                    }
                }
            }
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Choice(int index, Delta delta, Delta message, @JsonProperty("finish_reason") String finishReason) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Delta(String role, String content, @JsonProperty("tool_calls") List<ToolCall> toolCalls) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ToolCall(int index, String id, Function function) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Function(String name, String arguments) {}
}
