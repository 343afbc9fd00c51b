package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.UUID;
import org.clawdbot.testkit.simulator.http.Json;

/** What a user allows an app; guarded by {@link Grants}. */
final class Authorization {

    private final String id = UUID.randomUUID().toString();
    private final App app;
    private final IdpUser user;
    private final String createdAt;
    private Set<String> scopes = Set.of();
    private boolean revoked;

    Authorization(App app, IdpUser user, String createdAt) {
        this.app = app;
        this.user = user;
        this.createdAt = createdAt;
    }

    App app() {
        return app;
    }

    IdpUser user() {
        return user;
    }

    Set<String> scopes() {
        return scopes;
    }

    boolean revoked() {
        return revoked;
    }

    void grant(Set<String> granted) {
        scopes = granted;
        revoked = false;
    }

    void revoke() {
        revoked = true;
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("authorization_id", id)
                .put("app_id", app.id())
                .put("app_name", app.name())
                .put("app_description", app.description())
                .put("app_logo_url", app.logoUrl());
        scopes.forEach(json.putArray("scopes")::add);
        return json.put("created_at", createdAt).put("revoked", revoked);
    }
}
