package org.clawdbot.api.chat;

import java.util.Objects;

/**
 * A call of a tool that the model asks for.
 *
 * @param id the model's own id of the call, echoed byte for byte with the answer
 * @param name the name of the tool
 * @param arguments the arguments as JSON text, as the model wrote them
 */
public record ToolCall(String id, String name, String arguments) {

    /** Checks that all values are there. */
    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arguments, "arguments");
    }
}
