package org.clawdbot.api.tool;

import org.clawdbot.api.chat.ToolDefinition;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function a model may call. Register it as a service to offer it; unregister it to take it back.
 *
 * <p>Several calls may run at the same time.
 */
@ConsumerType
public interface AgentTool {

    /**
     * Describes the tool to the model.
     *
     * @return the name, what it does, and the schema of its arguments; always the same
     */
    ToolDefinition definition();

    /**
     * Runs the tool.
     *
     * @param arguments the arguments as JSON text of an object, as the model wrote them; not checked against the schema
     * @return the answer for the model, as text or JSON text
     * @throws ToolException if the tool cannot do it; the model is told the message and may try otherwise
     * @throws InterruptedException if the turn was cancelled meanwhile
     */
    String call(String arguments) throws ToolException, InterruptedException;
}
