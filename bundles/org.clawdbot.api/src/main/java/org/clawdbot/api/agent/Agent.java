package org.clawdbot.api.agent;

import org.osgi.annotation.versioning.ProviderType;

/** Runs turns: asks the model, carries out the tools it calls, and asks again until it answers. */
@ProviderType
public interface Agent {

    /**
     * Runs one turn on the calling thread; interrupting the thread ends it.
     *
     * @param request what to do
     * @param listener what follows the turn
     * @return the finished turn
     * @throws org.clawdbot.api.error.ModelException if a request fails or is cancelled
     * @throws IllegalArgumentException if a tool is named that the host does not have
     */
    AgentResult run(AgentRequest request, AgentListener listener);
}
