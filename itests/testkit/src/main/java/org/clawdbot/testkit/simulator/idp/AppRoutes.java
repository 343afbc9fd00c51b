package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.Refusal;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;

/** What owners of apps and users of apps manage with an API key. */
final class AppRoutes implements RouteGroup {

    private static final int PAGE = 25;

    private final AppRegistry apps;
    private final Grants grants;
    private final KeyRing keys;

    AppRoutes(AppRegistry apps, Grants grants, KeyRing keys) {
        this.apps = apps;
        this.grants = grants;
        this.keys = keys;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("POST", "/idp/apps", this::register)
                .on("GET", "/idp/apps", this::list)
                .on("GET", "/idp/apps/{app}", this::show)
                .on("GET", "/idp/authorizations", this::authorizations)
                .on("DELETE", "/idp/authorizations/{app}", this::revoke);
    }

    private IdpUser user(Exchange exchange) {
        keys.checkOwner(exchange.request());
        return exchange.request().credential().flatMap(grants::user).orElse(IdpUser.SIMULATED);
    }

    private void register(Exchange exchange) {
        IdpUser owner = user(exchange);
        AppRequest request = new AppRequest(exchange.request().body());
        if (!request.errors().isEmpty()) {
            exchange.detail(422, request.errors());
            return;
        }
        if (!Scopes.privileged(request.allowedScopes()).isEmpty()) {
            throw new Refusal(403, "You do not have permission to register privileged scopes");
        }
        App app = apps.addIfNameIsFree(request.app(owner, apps.now()));
        exchange.json(200, app.json().put("client_secret", app.registration().clientSecret()));
    }

    private void list(Exchange exchange) {
        IdpUser user = user(exchange);
        boolean others = !exchange.queryValue("include_public").orElse("true").equalsIgnoreCase("false");
        String search = exchange.queryValue("search").orElse("").strip().toLowerCase(Locale.ROOT);
        Comparator<App> newestFirst = Comparator.comparing(App::createdAt).reversed();
        page(
                exchange,
                apps.all().stream()
                        .filter(app -> app.owner().equals(user) || (others && app.visibleToAll()))
                        .filter(app -> app.name().toLowerCase(Locale.ROOT).contains(search))
                        .sorted(newestFirst)
                        .map(App::json)
                        .toList());
    }

    private void show(Exchange exchange) {
        IdpUser user = user(exchange);
        exchange.json(
                200,
                apps.find(exchange.pathValue("app"))
                        .filter(app -> app.owner().equals(user))
                        .orElseThrow(() -> new Refusal(404, "Application not found"))
                        .json());
    }

    private void authorizations(Exchange exchange) {
        page(exchange, grants.authorizations(user(exchange)));
    }

    private void revoke(Exchange exchange) {
        String appId = exchange.pathValue("app");
        if (!grants.revokeAuthorization(user(exchange), appId)) {
            throw new Refusal(404, "Authorization not found");
        }
        exchange.json(200, Json.object().put("app_id", appId).put("revoked", true));
    }

    private static void page(Exchange exchange, List<ObjectNode> all) {
        int page = number(exchange, "page", 0);
        int limit = number(exchange, "limit", PAGE);
        ObjectNode answer =
                Json.object().put("total", all.size()).put("page", page).put("limit", limit);
        all.stream().skip((long) page * limit).limit(limit).forEach(answer.putArray("items")::add);
        exchange.json(200, answer);
    }

    private static int number(Exchange exchange, String name, int normally) {
        try {
            return exchange.queryValue(name).map(Integer::parseUnsignedInt).orElse(normally);
        } catch (NumberFormatException e) {
            throw new Refusal(422, name + " must be a whole number");
        }
    }
}
