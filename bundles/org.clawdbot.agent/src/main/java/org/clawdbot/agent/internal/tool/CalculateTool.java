package org.clawdbot.agent.internal.tool;

import org.clawdbot.agent.internal.Arguments;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.tool.AgentTool;
import org.clawdbot.api.tool.ToolException;
import org.osgi.service.component.annotations.Component;

/** Calculates exactly, which models are bad at. */
@Component(name = "org.clawdbot.agent.tool.calculate")
public final class CalculateTool implements AgentTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "calculate",
            "Calculates an arithmetic expression exactly.",
            """
            {"type":"object","properties":{"expression":{"type":"string",\
            "description":"Decimal numbers, + - * / and parentheses, such as (19.99 * 3 + 4.5) / 2"}},\
            "required":["expression"],"additionalProperties":false}""");

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public String call(String arguments) throws ToolException {
        String expression = Arguments.texts(arguments).get("expression");
        if (expression == null || expression.isBlank()) {
            throw new ToolException("Say what to calculate in \"expression\", such as {\"expression\":\"2 * 21\"}");
        }
        return Expression.evaluate(expression).toPlainString();
    }
}
