package org.clawdbot.testkit.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;

/** Answers with the error a scenario asks for. */
public final class ScriptedError {

    private ScriptedError() {}

    /**
     * Answers at once.
     *
     * @param exchange what to answer
     * @param behaviour has a status and at most one of detail, html and body
     * @param values texts to put for {@code {name}} in a detail text
     */
    public static void answer(Exchange exchange, Behaviour behaviour, Map<String, String> values) {
        int status = behaviour.number(Setting.STATUS, 500);
        behaviour.headers().forEach(exchange::header);
        if (behaviour.has(Setting.HTML)) {
            exchange.text(status, "text/html", behaviour.text(Setting.HTML, ""));
        } else if (behaviour.has(Setting.BODY)) {
            String body = behaviour.text(Setting.BODY, "");
            String type = behaviour.text(Setting.CONTENT_TYPE, body.isEmpty() ? "" : "text/plain");
            exchange.text(status, type, body);
        } else {
            exchange.detail(status, filled(behaviour.json(Setting.DETAIL), values));
        }
    }

    private static JsonNode filled(JsonNode detail, Map<String, String> values) {
        if (detail.isMissingNode()) {
            return JsonNodeFactory.instance.textNode("Scripted error");
        }
        if (!detail.isTextual()) {
            return detail;
        }
        String text = detail.textValue();
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return JsonNodeFactory.instance.textNode(text);
    }
}
