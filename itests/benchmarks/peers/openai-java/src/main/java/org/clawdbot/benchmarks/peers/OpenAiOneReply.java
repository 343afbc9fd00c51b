package org.clawdbot.benchmarks.peers;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.clawdbot.benchmarks.driver.Contestant;

/** The least program that prints one streamed reply; for the time from a cold JVM to the first token. */
public final class OpenAiOneReply {

    private OpenAiOneReply() {}

    /**
     * Prints a reply.
     *
     * @param args the base URL
     */
    public static void main(String[] args) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(args[0])
                .apiKey(Contestant.API_KEY)
                .build();
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model(Contestant.MODEL)
                .addUserMessage(Contestant.PROMPT)
                .build();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(request)) {
            chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> choice.delta().content().ifPresent(piece -> {
                        System.out.print(piece);
                        System.out.flush();
                    }));
        }
        System.exit(0); // the client leaves threads behind
    }
}
