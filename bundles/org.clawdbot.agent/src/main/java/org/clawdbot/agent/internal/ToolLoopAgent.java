package org.clawdbot.agent.internal;

import java.util.Map;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.tool.AgentTool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Runs turns with whatever tools are registered when a turn begins. */
@Component(name = ToolLoopAgent.PID)
public final class ToolLoopAgent implements Agent {

    static final String PID = "org.clawdbot.agent";

    private final ChatModels models;
    private final ToolBox tools = new ToolBox();

    /**
     * Creates the agent.
     *
     * @param models what answers
     */
    @Activate
    public ToolLoopAgent(@Reference(name = "models", policyOption = ReferencePolicyOption.GREEDY) ChatModels models) {
        this.models = models;
    }

    @Reference(
            name = "tools",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            updated = "addTool")
    void addTool(AgentTool tool, Map<String, Object> properties) {
        tools.add(tool, properties);
    }

    void removeTool(AgentTool tool, Map<String, Object> properties) {
        tools.remove(properties);
    }

    @Override
    public AgentResult run(AgentRequest request, AgentListener listener) {
        Map<String, AgentTool> chosen = tools.choose(request.tools());
        return new Turn(new ReplyPump(models), chosen, request, listener).run();
    }
}
