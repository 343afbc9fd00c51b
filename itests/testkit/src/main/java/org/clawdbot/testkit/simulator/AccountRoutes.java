package org.clawdbot.testkit.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;
import org.clawdbot.testkit.simulator.idp.Idp;
import org.clawdbot.testkit.simulator.idp.IdpUser;

/** What the account host answers without a scenario: who am I, what may I use, how much did I use, and ping. */
final class AccountRoutes implements RouteGroup {

    private static final int DAILY_QUOTA = 2000;

    private final KeyRing keys;
    private final Idp idp;

    AccountRoutes(KeyRing keys, Idp idp) {
        this.keys = keys;
        this.idp = idp;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/users/me", this::me)
                .on("GET", "/users/me/quotas", this::quotas)
                .on("GET", "/users/me/quota_usage/{chute}", this::quotaUsage)
                .on("GET", "/users/me/subscription_usage", this::subscription)
                .on("GET", "/ping", exchange -> exchange.json(200, Json.object().put("message", "pong")));
    }

    private void me(Exchange exchange) {
        keys.checkAccount(exchange.request());
        IdpUser owner = idp.userOf(exchange.request().credential().orElse(""));
        ObjectNode user = Json.object()
                .put("username", owner.name())
                .put("user_id", owner.id())
                .putNull("logo_id")
                .put("created_at", IdpUser.CREATED_AT)
                .put("hotkey", "5FAKEhotkeyOfTheSimulatedUser")
                .put("coldkey", "5FAKEcoldkeyOfTheSimulatedUser")
                .put("payment_address", "5FAKEpaymentAddressOfTheSimulatedUser")
                .put("permissions_bitmask", 0)
                .put("balance", 12.34);
        user.putArray("netuids");
        user.putArray("quotas").add(quota(owner));
        user.putNull("logo").putArray("permissions");
        exchange.json(200, user);
    }

    private void quotas(Exchange exchange) {
        keys.checkAccount(exchange.request());
        IdpUser owner = idp.userOf(exchange.request().credential().orElse(""));
        exchange.json(200, Json.MAPPER.createArrayNode().add(quota(owner)));
    }

    private void quotaUsage(Exchange exchange) {
        keys.checkAccount(exchange.request());
        exchange.json(200, Json.object().put("quota", DAILY_QUOTA).put("used", 153.1));
    }

    private void subscription(Exchange exchange) {
        keys.checkAccount(exchange.request());
        ObjectNode usage = Json.object()
                .put("subscription", true)
                .put("custom", false)
                .put("monthly_price", 20.0)
                .put("anchor_date", "2026-08-01T00:00:00+00:00");
        usage.putObject("four_hour")
                .put("usage", 1.25)
                .put("cap", 8.333333)
                .put("remaining", 7.083333)
                .put("reset_at", "2026-08-22T12:00:00+00:00");
        usage.putObject("monthly")
                .put("usage", 14.2)
                .put("cap", 100.0)
                .put("remaining", 85.8)
                .put("reset_at", "2026-09-01T00:00:00+00:00");
        exchange.json(200, usage);
    }

    private static ObjectNode quota(IdpUser owner) {
        return Json.object()
                .put("user_id", owner.id())
                .put("chute_id", "*")
                .put("is_default", true)
                .putNull("payment_refresh_date")
                .put("quota", DAILY_QUOTA);
    }
}
