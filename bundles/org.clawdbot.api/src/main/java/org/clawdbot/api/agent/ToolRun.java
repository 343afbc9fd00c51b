package org.clawdbot.api.agent;

import java.util.Objects;
import org.clawdbot.api.chat.ToolCall;

/**
 * A tool call that was carried out.
 *
 * @param call what the model asked for
 * @param answer what the model was told
 * @param failed whether the tool could not do it, and the answer says why
 */
public record ToolRun(ToolCall call, String answer, boolean failed) {

    /** Checks that all values are there. */
    public ToolRun {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(answer, "answer");
    }
}
