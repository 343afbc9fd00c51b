package org.clawdbot.agent.internal;

import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.tool.AgentTool;
import org.clawdbot.api.tool.ToolException;

/** Answers with its arguments, or as told. */
class EchoTool implements AgentTool {

    private final String name;
    private final String prefix;

    EchoTool(String name, String prefix) {
        this.name = name;
        this.prefix = prefix;
    }

    @Override
    public ToolDefinition definition() {
        return new ToolDefinition(name, "Echoes", "{\"type\":\"object\"}");
    }

    @Override
    public String call(String arguments) throws ToolException, InterruptedException {
        return prefix + arguments;
    }
}
