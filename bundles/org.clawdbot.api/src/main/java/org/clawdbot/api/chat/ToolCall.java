package org.clawdbot.api.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool that the model asks for.
 *
 * @param id the model's own id of the call, echoed byte for byte with the answer
 * @param name the name of the tool
 * @param arguments the arguments as JSON text of an object; as the model wrote them where there is a problem
 * @param problem why the call cannot be carried out, as a sentence for the model, or null if nothing is wrong with it
 */
public record ToolCall(String id, String name, String arguments, @Nullable String problem) {

    /** Checks that all required values are there. */
    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arguments, "arguments");
    }

    /**
     * Makes a call that can be carried out.
     *
     * @param id the model's own id of the call
     * @param name the name of the tool
     * @param arguments the arguments as JSON text of an object
     */
    public ToolCall(String id, String name, String arguments) {
        this(id, name, arguments, null);
    }
}
