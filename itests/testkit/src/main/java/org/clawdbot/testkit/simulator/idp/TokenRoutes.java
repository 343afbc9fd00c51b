package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.Refusal;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;

/** What programs ask: tokens for codes and refresh tokens, and questions about tokens. */
final class TokenRoutes implements RouteGroup {

    private static final String BEARER = "Bearer ";

    private final AppRegistry apps;
    private final Grants grants;
    private final KeyRing keys;

    TokenRoutes(AppRegistry apps, Grants grants, KeyRing keys) {
        this.apps = apps;
        this.grants = grants;
        this.keys = keys;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("POST", "/idp/token", this::token)
                .on("POST", "/idp/token/revoke", this::revoke)
                .on("POST", "/idp/token/introspect", this::introspect)
                .on("GET", "/idp/userinfo", this::userInfo);
    }

    private void token(Exchange exchange) {
        Fields form = Fields.ofForm(exchange.request());
        Optional<ArrayNode> missing = form.missing("grant_type");
        if (missing.isPresent()) {
            exchange.detail(422, missing.get());
            return;
        }
        exchange.header("Cache-Control", "no-store");
        try {
            IssuedTokens tokens = issue(form, ClientCredentials.of(form, exchange.request()));
            exchange.json(
                    200,
                    Json.object()
                            .put("access_token", tokens.accessToken())
                            .put("token_type", "Bearer")
                            .put("expires_in", tokens.expiresIn())
                            .put("refresh_token", tokens.refreshToken())
                            .put("scope", tokens.scope()));
        } catch (OAuthError e) {
            // 400 even for a wrong client, where the standard wants 401.
            exchange.json(400, e.json());
        }
    }

    private IssuedTokens issue(Fields form, ClientCredentials client) {
        String grantType = form.text("grant_type");
        grants.count(grantType);
        switch (grantType) {
            case "authorization_code" -> {
                require(client, form.text("code"), form.text("redirect_uri"));
                return grants.exchange(
                        form.text("code"), form.text("redirect_uri"), client, form.text("code_verifier"));
            }
            case "refresh_token" -> {
                require(client, form.text("refresh_token"));
                return grants.refresh(form.text("refresh_token"), client);
            }
            default -> throw OAuthError.unsupportedGrantType();
        }
    }

    private static void require(ClientCredentials client, String... values) {
        if (client.id().isEmpty() || List.of(values).contains("")) {
            throw OAuthError.missingParameters();
        }
    }

    private void revoke(Exchange exchange) {
        Fields form = Fields.ofForm(exchange.request());
        form.missing("token").ifPresentOrElse(errors -> exchange.detail(422, errors), () -> {
            grants.revoke(form.text("token"));
            exchange.json(200, Json.object().put("revoked", true));
        });
    }

    private void introspect(Exchange exchange) {
        Fields form = Fields.ofForm(exchange.request());
        Optional<ArrayNode> missing = form.missing("token");
        if (missing.isPresent()) {
            exchange.detail(422, missing.get());
            return;
        }
        ClientCredentials client = new ClientCredentials(form.text("client_id"), form.text("client_secret"));
        boolean wrongClient = !client.id().isEmpty()
                && !client.secret().isEmpty()
                && apps.ofClient(client.id()).filter(client::isSecretOf).isEmpty();
        if (wrongClient) {
            exchange.json(401, OAuthError.invalidClient().json());
        } else {
            exchange.json(200, grants.introspect(form.text("token")));
        }
    }

    private void userInfo(Exchange exchange) {
        String header = exchange.request().header("Authorization").orElse("");
        if (!header.startsWith(BEARER)) {
            throw new Refusal(401, "Missing or invalid authorization header");
        }
        String token = header.substring(BEARER.length());
        Set<String> scopes = keys.scopes(token).orElseThrow(() -> new Refusal(401, "Invalid or expired token"));
        if (Collections.disjoint(scopes, Set.of("openid", "profile", "account:read", "admin"))) {
            throw new Refusal(403, "Token does not have required scope (openid, profile, or account:read)");
        }
        IdpUser user = grants.user(token).orElse(IdpUser.SIMULATED);
        exchange.json(
                200,
                Json.object().put("sub", user.id()).put("username", user.name()).put("created_at", IdpUser.CREATED_AT));
    }
}
