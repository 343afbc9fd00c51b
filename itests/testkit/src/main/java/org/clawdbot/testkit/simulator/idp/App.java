package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.clawdbot.testkit.simulator.http.Json;
import org.jspecify.annotations.Nullable;

/** A registered app with what only the provider needs to know. */
record App(
        RegisteredApp registration,
        IdpUser owner,
        @Nullable String description,
        @Nullable String homepageUrl,
        @Nullable String logoUrl,
        boolean visibleToAll,
        int refreshTokenLifetimeDays,
        List<String> allowedScopes,
        String createdAt) {

    static final int DEFAULT_LIFETIME_DAYS = 30;

    App {
        allowedScopes = List.copyOf(allowedScopes);
    }

    String id() {
        return registration.appId();
    }

    String name() {
        return registration.name();
    }

    boolean is(String idOrClientId) {
        return idOrClientId.equals(id()) || idOrClientId.equals(registration.clientId());
    }

    /** The app as the server shows it: without its secret. */
    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("app_id", id())
                .put("client_id", registration.clientId())
                .put("user_id", owner.id())
                .put("name", name())
                .put("description", description);
        registration.redirectUris().forEach(json.putArray("redirect_uris")::add);
        json.put("homepage_url", homepageUrl)
                .put("logo_url", logoUrl)
                .put("active", true)
                .put("public", visibleToAll)
                .put("refresh_token_lifetime_days", refreshTokenLifetimeDays);
        allowedScopes.forEach(json.putArray("allowed_scopes")::add);
        return json.put("created_at", createdAt).put("updated_at", createdAt);
    }
}
