package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.testkit.simulator.http.RecordedRequest;

/** The fields of a query or of a form; the last one of a name counts. */
final class Fields {

    private final Map<String, String> values = new LinkedHashMap<>();
    private final String place;

    private Fields(String encoded, String place) {
        this.place = place;
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    static Fields ofQuery(RecordedRequest request) {
        return new Fields(request.query(), "query");
    }

    /** A body that is no form has no fields, as the server sees it. */
    static Fields ofForm(RecordedRequest request) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return new Fields(type.startsWith("application/x-www-form-urlencoded") ? request.body() : "", "body");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** The value, or empty when the field is absent or blank. */
    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** The validation error (422) for required fields that are absent; empty when all are there. */
    Optional<ArrayNode> missing(String... names) {
        ArrayNode errors = JsonNodeFactory.instance.arrayNode();
        for (String name : names) {
            if (!values.containsKey(name)) {
                errors.addObject()
                        .put("type", "missing")
                        .put("msg", "Field required")
                        .putNull("input")
                        .putArray("loc")
                        .add(place)
                        .add(name);
            }
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(errors);
    }
}
