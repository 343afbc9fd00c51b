package org.clawdbot.testkit.simulator.scenario;

/**
 * What a rule can look at.
 *
 * @param method the HTTP method
 * @param path the path without query
 * @param model the model named (before the gateway's checks) or resolved (after them); empty when there is none
 * @param body the body as text
 * @param anonymous true when the request has no Authorization header
 */
public record Facts(String method, String path, String model, String body, boolean anonymous) {

    /**
     * The same request, sent to another model.
     *
     * @param resolved the model id
     * @return new facts
     */
    public Facts forModel(String resolved) {
        return new Facts(method, path, resolved, body, anonymous);
    }
}
