package org.clawdbot.testkit.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.chat.ModelList;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.Refusal;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;

/** The account's aliases for pools of models; one account for all keys. Ordinary access tokens may not read them. */
final class AliasRoutes implements RouteGroup {

    private static final String CREATED_AT = "2026-01-02T03:04:05.678901";
    private static final int MAX_CHUTES = 20;

    private final KeyRing keys;
    private final ModelList models;
    private final Map<String, ArrayNode> aliases = new ConcurrentSkipListMap<>();

    AliasRoutes(KeyRing keys, ModelList models) {
        this.keys = keys;
        this.models = models;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/model_aliases/", this::list)
                .on("POST", "/model_aliases/", this::put)
                .on("DELETE", "/model_aliases/{alias}", this::remove);
    }

    private void list(Exchange exchange) {
        keys.checkOwner(exchange.request());
        ArrayNode all = Json.MAPPER.createArrayNode();
        aliases.forEach((alias, chutes) -> all.add(entry(alias, chutes)));
        exchange.json(200, all);
    }

    private void put(Exchange exchange) {
        keys.checkOwner(exchange.request());
        JsonNode body = body(exchange);
        String alias = body.path("alias").asText().toLowerCase(Locale.ROOT);
        if (!alias.matches("[!-~&&[^:]]{1,64}")) {
            throw new Refusal(400, "invalid alias");
        }
        if (!(body.path("chute_ids") instanceof ArrayNode chutes) || chutes.isEmpty() || chutes.size() > MAX_CHUTES) {
            throw new Refusal(400, "chute_ids must have 1 to 20 entries");
        }
        for (JsonNode chute : chutes) {
            if (models.find(chute.asText()).isEmpty()) {
                throw new Refusal(400, "chute not found: " + chute.asText());
            }
        }
        aliases.put(alias, chutes);
        exchange.json(201, entry(alias, chutes));
    }

    private void remove(Exchange exchange) {
        keys.checkOwner(exchange.request());
        if (aliases.remove(exchange.pathValue("alias").toLowerCase(Locale.ROOT)) == null) {
            throw new Refusal(404, "alias not found");
        }
        exchange.text(204, "", "");
    }

    private static JsonNode body(Exchange exchange) {
        try {
            return Json.MAPPER.readTree(exchange.request().body());
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "Invalid request JSON: " + e.getOriginalMessage());
        }
    }

    private static ObjectNode entry(String alias, ArrayNode chutes) {
        ObjectNode entry = Json.object().put("alias", alias);
        entry.set("chute_ids", chutes);
        return entry.put("created_at", CREATED_AT).put("updated_at", CREATED_AT);
    }
}
