package org.clawdbot.testkit.simulator.idp;

import java.util.List;

/**
 * An app that may ask users to sign in.
 *
 * @param appId its id, a UUID
 * @param name what users see
 * @param clientId begins with {@code cid_}
 * @param clientSecret begins with {@code csc_}
 * @param redirectUris where answers may go, compared letter by letter
 */
public record RegisteredApp(
        String appId, String name, String clientId, String clientSecret, List<String> redirectUris) {

    /** Copies the list. */
    public RegisteredApp {
        redirectUris = List.copyOf(redirectUris);
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "RegisteredApp[" + name + ", " + clientId + ", " + redirectUris + "]";
    }
}
