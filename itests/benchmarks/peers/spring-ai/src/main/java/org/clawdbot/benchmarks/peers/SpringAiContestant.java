package org.clawdbot.benchmarks.peers;

import java.net.URI;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

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
        model = OpenAiChatModel.builder().options(options.build()).build();
    }

    @Override
    public void stream(Sink sink) {
        for (ChatResponse response : model.stream(prompt).toIterable()) {
            if (response.getResult() == null) {
                continue;
            }
            String piece = response.getResult().getOutput().getText();
            if (piece != null && !piece.isEmpty()) {
                sink.text(piece);
            }
            response.getResult().getOutput().getToolCalls().forEach(call -> sink.text(call.arguments()));
        }
    }

    @Override
    public void complete(Sink sink) {
        sink.text(model.call(prompt).getResult().getOutput().getText());
    }
}
