package org.clawdbot.benchmarks.peers;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import org.clawdbot.benchmarks.driver.Contestant;

/** The least program that prints one streamed reply; for the time from a cold JVM to the first token. */
public final class LangChain4jOneReply {

    private LangChain4jOneReply() {}

    /**
     * Prints a reply.
     *
     * @param args the base URL
     */
    public static void main(String[] args) {
        CompletableFuture<ChatResponse> ended = new CompletableFuture<>();
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl(args[0])
                .apiKey(Contestant.API_KEY)
                .modelName(Contestant.MODEL)
                .build();
        model.chat(Contestant.PROMPT, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                System.out.print(piece);
                System.out.flush();
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
        ended.join();
        System.exit(0); // the client leaves threads behind
    }
}
