package org.clawdbot.testkit.simulator.idp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.clawdbot.testkit.simulator.http.RecordedRequest;

/** Who a client says it is; empty texts for what it does not say. */
record ClientCredentials(String id, String secret) {

    private static final String BASIC = "Basic ";

    /** Fields of the form win over the header, each for itself; the header's parts are not percent-decoded. */
    static ClientCredentials of(Fields form, RecordedRequest request) {
        ClientCredentials basic = basic(request.header("Authorization").orElse(""));
        return new ClientCredentials(
                form.find("client_id").orElse(basic.id()),
                form.find("client_secret").orElse(basic.secret()));
    }

    private static ClientCredentials basic(String header) {
        if (header.startsWith(BASIC)) {
            String decoded = decoded(header.substring(BASIC.length()).strip());
            int colon = decoded.indexOf(':');
            if (colon >= 0) {
                return new ClientCredentials(decoded.substring(0, colon), decoded.substring(colon + 1));
            }
        }
        return new ClientCredentials("", "");
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    boolean isSecretOf(App app) {
        return secret.equals(app.registration().clientSecret());
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "ClientCredentials[" + id + "]";
    }
}
