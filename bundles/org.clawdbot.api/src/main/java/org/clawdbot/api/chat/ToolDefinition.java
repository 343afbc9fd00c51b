package org.clawdbot.api.chat;

import java.util.Objects;

/**
 * A tool that the model may call.
 *
 * @param name the name, of letters, digits, {@code _} and {@code -}, at most 64 characters
 * @param description what the tool does and when to use it, for the model
 * @param parameters a JSON schema of the arguments, as JSON text of an object
 */
public record ToolDefinition(String name, String description, String parameters) {

    /** Checks the name and that all values are there. */
    public ToolDefinition {
        if (!Objects.requireNonNull(name, "name").matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "A tool name has 1 to 64 letters, digits, _ and -, not \"" + name + "\"");
        }
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
    }
}
