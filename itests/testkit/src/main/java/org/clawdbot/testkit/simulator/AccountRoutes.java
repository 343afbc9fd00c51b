package org.clawdbot.testkit.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;

/** What the account host answers without a scenario: who am I, and ping. */
final class AccountRoutes implements RouteGroup {

    private final KeyRing keys;

    AccountRoutes(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/users/me", this::me)
                .on("GET", "/ping", exchange -> exchange.json(200, Json.object().put("message", "pong")));
    }

    private void me(Exchange exchange) {
        keys.checkAccount(exchange.request());
        ObjectNode user = Json.object()
                .put("username", "simulated-user")
                .put("user_id", "5f0c1d7e-0000-4000-8000-00000000cafe")
                .putNull("logo_id")
                .put("created_at", "2026-01-02T03:04:05.678901")
                .put("hotkey", "5FAKEhotkeyOfTheSimulatedUser")
                .put("coldkey", "5FAKEcoldkeyOfTheSimulatedUser")
                .put("payment_address", "5FAKEpaymentAddressOfTheSimulatedUser")
                .put("permissions_bitmask", 0)
                .put("balance", 12.34);
        user.putArray("netuids");
        user.putArray("quotas")
                .addObject()
                .put("chute_id", "*")
                .put("is_default", true)
                .put("quota", 2000);
        user.putNull("logo").putArray("permissions");
        exchange.json(200, user);
    }
}
