package org.clawdbot.testkit.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;
import org.clawdbot.testkit.simulator.idp.Idp;
import org.clawdbot.testkit.simulator.idp.IdpUser;

/** What the account host answers without a scenario: who am I, and ping. */
final class AccountRoutes implements RouteGroup {

    private final KeyRing keys;
    private final Idp idp;

    AccountRoutes(KeyRing keys, Idp idp) {
        this.keys = keys;
        this.idp = idp;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/users/me", this::me)
                .on("GET", "/ping", exchange -> exchange.json(200, Json.object().put("message", "pong")));
    }

    private void me(Exchange exchange) {
        keys.checkAccount(exchange.request());
        IdpUser owner = idp.userOf(KeyRing.credential(exchange.request()).orElse(""));
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
        user.putArray("quotas")
                .addObject()
                .put("chute_id", "*")
                .put("is_default", true)
                .put("quota", 2000);
        user.putNull("logo").putArray("permissions");
        exchange.json(200, user);
    }
}
