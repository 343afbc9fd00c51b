package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.clawdbot.testkit.simulator.http.Json;
import org.jspecify.annotations.Nullable;

/** The body of an app registration, checked field by field. */
final class AppRequest {

    private static final Pattern NAME = Pattern.compile("[\\w .-]{3,64}");
    private static final int MAX_REDIRECT_URIS = 10;
    private static final int MAX_LIFETIME_DAYS = 30;

    private final JsonNode json;
    private final ArrayNode errors = JsonNodeFactory.instance.arrayNode();

    AppRequest(String body) {
        json = parsed(body);
        if (!json.isObject()) {
            error("body", "Input should be a valid dictionary");
            return;
        }
        if (!NAME.matcher(json.path("name").asText("").strip()).matches()) {
            error("name", "3 to 64 letters, digits, spaces, '-', '.' or '_' are expected");
        }
        List<String> uris = texts("redirect_uris");
        boolean web = uris.stream().allMatch(uri -> uri.startsWith("http://") || uri.startsWith("https://"));
        if (uris.isEmpty() || uris.size() > MAX_REDIRECT_URIS || !web) {
            error("redirect_uris", "1 to 10 http or https addresses are expected");
        }
        int days = lifetimeDays();
        if (days < 1 || days > MAX_LIFETIME_DAYS) {
            error("refresh_token_lifetime_days", "1 to 30 days are expected");
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private void error(String field, String message) {
        errors.addObject()
                .put("type", "value_error")
                .put("msg", message)
                .putNull("input")
                .putArray("loc")
                .add("body")
                .add(field);
    }

    /** For a 422; empty when the request is fine. */
    ArrayNode errors() {
        return errors;
    }

    List<String> allowedScopes() {
        return texts("allowed_scopes");
    }

    private int lifetimeDays() {
        return json.path("refresh_token_lifetime_days").asInt(App.DEFAULT_LIFETIME_DAYS);
    }

    private List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private @Nullable String optional(String field) {
        return json.hasNonNull(field) ? json.path(field).asText() : null;
    }

    App app(IdpUser owner, String now) {
        RegisteredApp registration = new RegisteredApp(
                UUID.randomUUID().toString(),
                json.path("name").asText().strip(),
                RandomText.clientId(),
                RandomText.clientSecret(),
                texts("redirect_uris"));
        return new App(
                registration,
                owner,
                optional("description"),
                optional("homepage_url"),
                optional("logo_url"),
                json.path("public").asBoolean(true),
                lifetimeDays(),
                allowedScopes(),
                now);
    }
}
