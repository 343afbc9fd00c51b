package org.clawdbot.benchmarks.peers;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.URI;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;

/** The official client of OpenAI for Java. */
public final class OpenAiContestant implements Contestant {

    private final OpenAIClient client;
    private final ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
            .model(MODEL)
            .addUserMessage(PROMPT)
            .build();

    /**
     * Talks to one server.
     *
     * @param base the base URL
     */
    public OpenAiContestant(URI base) {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(base.toString())
                .apiKey(API_KEY)
                .build();
    }

    @Override
    public void stream(Sink sink) {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(request)) {
            chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(ChatCompletionChunk.Choice::delta)
                    .forEach(delta -> {
                        delta.content().filter(piece -> !piece.isEmpty()).ifPresent(sink::text);
                        delta.toolCalls().ifPresent(calls -> calls.forEach(call -> call.function()
                                .flatMap(ChatCompletionChunk.Choice.Delta.ToolCall.Function::arguments)
                                .ifPresent(sink::text)));
                    });
        }
    }

    @Override
    public void complete(Sink sink) {
        sink.text(client.chat()
                .completions()
                .create(request)
                .choices()
                .get(0)
                .message()
                .content()
                .orElse(""));
    }

    @Override
    public int listModels() {
        return client.models().list().data().size();
    }

    @Override
    public void close() {
        client.close();
    }
}
