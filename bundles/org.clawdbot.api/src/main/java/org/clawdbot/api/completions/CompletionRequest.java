package org.clawdbot.api.completions;

import java.util.Objects;
import java.util.function.Consumer;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;

/**
 * One request to one model with one credential.
 *
 * @param model the model to ask, with what the catalog knows about it
 * @param chat what to ask; its {@code model} is not looked at
 * @param credential the credential to send
 * @param teeOnly whether the provider must refuse to answer from outside a trusted execution environment
 * @param notices hears what happens before the first token, such as {@code warming-up} and {@code retrying}: on any thread,
 *     one at a time, and never after the transport has returned; it must not wait for anything
 */
public record CompletionRequest(
        ModelInfo model,
        ChatRequest chat,
        Credential credential,
        boolean teeOnly,
        Consumer<? super ChatEvent.Notice> notices) {

    /** Checks that all values are there. */
    public CompletionRequest {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(chat, "chat");
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(notices, "notices");
    }

    /**
     * Makes a request of which nobody wants to hear before the first token.
     *
     * @param model the model to ask, with what the catalog knows about it
     * @param chat what to ask; its {@code model} is not looked at
     * @param credential the credential to send
     * @param teeOnly whether the provider must refuse to answer from outside a trusted execution environment
     */
    public CompletionRequest(ModelInfo model, ChatRequest chat, Credential credential, boolean teeOnly) {
        this(model, chat, credential, teeOnly, notice -> {});
    }
}
