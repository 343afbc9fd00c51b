package org.clawdbot.api.completions;

import java.util.Objects;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatRequest;

/**
 * One request to one model with one credential.
 *
 * @param model the model to ask, with what the catalog knows about it
 * @param chat what to ask; its {@code model} is not looked at
 * @param credential the credential to send
 * @param teeOnly whether the provider must refuse to answer from outside a trusted execution environment
 */
public record CompletionRequest(ModelInfo model, ChatRequest chat, Credential credential, boolean teeOnly) {

    /** Checks that all values are there. */
    public CompletionRequest {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(chat, "chat");
        Objects.requireNonNull(credential, "credential");
    }
}
