package org.clawdbot.testkit.simulator.scenario;

/**
 * What a rule can look at.
 *
 * @param method the HTTP method
 * @param path the path without query
 * @param model the model named (before the gateway's checks) or resolved (after them); empty when there is none
 * @param body the body as text
 * @param credential what the request authorizes itself by; empty when there is nothing
 */
public record Facts(String method, String path, String model, String body, String credential) {

    /**
     * The same request, sent to another model.
     *
     * @param resolved the model id
     * @return new facts
     */
    public Facts forModel(String resolved) {
        return new Facts(method, path, resolved, body, credential);
    }

    /** Tells whether there is no credential. */
    boolean anonymous() {
        return credential.isEmpty();
    }
}
