package org.clawdbot.benchmarks.peers;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;
import org.clawdbot.benchmarks.driver.Threads;

/** LangChain4j with the HTTP client it brings. */
public final class LangChain4jContestant implements Contestant {

    private final OpenAiStreamingChatModel streaming;
    private final OpenAiChatModel plain;
    private final OpenAiModelCatalog catalog;

    /**
     * Talks to one server.
     *
     * @param base the base URL
     */
    public LangChain4jContestant(URI base) {
        streaming = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http())
                .baseUrl(base.toString())
                .apiKey(API_KEY)
                .modelName(MODEL)
                .build();
        plain = OpenAiChatModel.builder()
                .httpClientBuilder(http())
                .baseUrl(base.toString())
                .apiKey(API_KEY)
                .modelName(MODEL)
                .build();
        catalog = OpenAiModelCatalog.builder()
                .httpClientBuilder(http())
                .baseUrl(base.toString())
                .apiKey(API_KEY)
                .build();
    }

    /** Without the question for HTTP/2 in each request, which there is with a server without TLS only. */
    private static HttpClientBuilder http() {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        Threads.virtual().ifPresent(builder::executor);
        return new JdkHttpClientBuilder().httpClientBuilder(builder);
    }

    @Override
    public void stream(Sink sink) throws ExecutionException, InterruptedException {
        CompletableFuture<ChatResponse> ended = new CompletableFuture<>();
        streaming.chat(PROMPT, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                sink.text(piece);
            }

            @Override
            public void onPartialToolCall(PartialToolCall piece) {
                sink.text(piece.partialArguments());
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                ended.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                ended.completeExceptionally(failure);
            }
        });
        ended.get();
    }

    @Override
    public void complete(Sink sink) {
        sink.text(plain.chat(PROMPT));
    }

    @Override
    public int listModels() {
        return catalog.listModels().size();
    }
}
