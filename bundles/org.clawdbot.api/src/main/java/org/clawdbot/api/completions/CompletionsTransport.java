package org.clawdbot.api.completions;

import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sends one request to a provider. It neither chooses nor falls back; the façade does.
 *
 * <p>Registered with the service property {@code model.provider}. Safe for any number of threads.
 */
@ConsumerType
public interface CompletionsTransport {

    /**
     * Sends a request and waits until the provider begins to answer.
     *
     * @param request what to send
     * @return the reply on its way, without cost, and with the tries that failed before it as its attempts if the transport
     *     sent the request again; the caller closes it
     * @throws org.clawdbot.api.error.ModelException if the provider cannot be reached or refuses the request
     */
    ChatStream stream(CompletionRequest request);

    /**
     * Sends a request and waits for the whole reply in one piece.
     *
     * @param request what to send
     * @return the reply, without cost; equal to the result of {@link #stream} for the same answer
     * @throws org.clawdbot.api.error.ModelException if the request fails
     */
    ChatResult complete(CompletionRequest request);
}
