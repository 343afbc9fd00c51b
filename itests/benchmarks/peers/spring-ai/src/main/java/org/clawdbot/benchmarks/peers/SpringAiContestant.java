package org.clawdbot.benchmarks.peers;

import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;
import org.clawdbot.benchmarks.driver.Threads;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.publisher.Flux;

/** Spring AI's chat model for OpenAI, without a Spring application around it. It has no list of models. */
public final class SpringAiContestant implements Contestant {

    private final OpenAiChatModel model;
    private final Prompt prompt = new Prompt(PROMPT);

    /**
     * Talks to one server.
     *
     * @param base the base URL
     */
    public SpringAiContestant(URI base) {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.baseUrl(base.toString());
        options.apiKey(API_KEY);
        options.model(MODEL);
        model = OpenAiChatModel.builder()
                .options(options.build())
                .httpClientBuilderCustomizer(http -> Threads.virtual().ifPresent(http::dispatcherExecutorService))
                .build();
    }

    @Override
    public void stream(Sink sink) {
        pieces(sink).blockLast();
    }

    @Override
    public Future<?> begin(Sink sink, ExecutorService threads) {
        return pieces(sink).then().toFuture();
    }

    private Flux<ChatResponse> pieces(Sink sink) {
        return model.stream(prompt)
                .filter(response -> response.getResult() != null)
                .doOnNext(response -> {
                    String piece = response.getResult().getOutput().getText();
                    if (piece != null && !piece.isEmpty()) {
                        sink.text(piece);
                    }
                    response.getResult().getOutput().getToolCalls().forEach(call -> sink.text(call.arguments()));
                });
    }

    @Override
    public void complete(Sink sink) {
        sink.text(model.call(prompt).getResult().getOutput().getText());
    }
}
