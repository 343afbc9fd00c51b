package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clawdbot.testkit.simulator.http.Json;

/** Thrown to answer a token request with {@code {"error": …}} and HTTP 400. */
final class OAuthError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String description;

    private OAuthError(String code, String description) {
        super(code, null, false, false);
        this.code = code;
        this.description = description;
    }

    static OAuthError missingParameters() {
        return new OAuthError("invalid_request", "Missing required parameters");
    }

    static OAuthError invalidGrant() {
        return new OAuthError("invalid_grant", "");
    }

    static OAuthError invalidClient() {
        return new OAuthError("invalid_client", "");
    }

    static OAuthError unsupportedGrantType() {
        return new OAuthError("unsupported_grant_type", "");
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("error", code);
        return description.isEmpty() ? json : json.put("error_description", description);
    }
}
