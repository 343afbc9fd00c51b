package org.clawdbot.api.observation;

import java.util.Objects;
import org.clawdbot.api.chat.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as it begins.
 *
 * @param chat what the application asks. Its messages, tools, response schema and further members are private to the
 *     user: they must not be kept or shown unless the user has asked for that. Its headers may hold secrets and must
 *     never be shown
 * @param model the full name of the model that is asked first, as far as names alone tell; null if none is named
 * @param streaming whether the reply is wanted in pieces
 */
public record ObservedRequest(ChatRequest chat, @Nullable String model, boolean streaming) {

    /** Checks that there is a request. */
    public ObservedRequest {
        Objects.requireNonNull(chat, "chat");
    }
}
