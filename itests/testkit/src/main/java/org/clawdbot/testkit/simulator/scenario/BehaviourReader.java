package org.clawdbot.testkit.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Checks the JSON of a behaviour key by key, so that a typing error never means "normal behaviour". */
final class BehaviourReader {

    private static final List<String> CALL_KEYS = List.of("name", "arguments", "id");
    private static final List<String> TOKEN_KEYS = List.of("prompt", "completion", "cached", "reasoning");

    private BehaviourReader() {}

    static ObjectNode checked(JsonNode json, String source, String where) {
        if (!(json instanceof ObjectNode object)) {
            throw new ScenarioException(source + ": " + where + " must be an object");
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Setting setting = Setting.of(entry.getKey(), source, where);
            if (!setting.accepts(entry.getValue())) {
                throw new ScenarioException(source + ": key \"" + entry.getKey() + "\" in " + where + " must be "
                        + setting.expected() + ", not " + entry.getValue());
            }
        }
        int position = 0;
        for (JsonNode call : object.path(Setting.TOOL_CALLS.key())) {
            String place = where + ".toolCalls[" + position++ + "]";
            onlyKeys(call, CALL_KEYS, source, place);
            if (!call.path("name").isTextual()) {
                throw new ScenarioException(source + ": " + place + " needs a text \"name\"");
            }
        }
        onlyKeys(object.path(Setting.USAGE_TOKENS.key()), TOKEN_KEYS, source, where + ".usageTokens");
        return object;
    }

    static void onlyKeys(JsonNode json, List<String> known, String source, String where) {
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!known.contains(entry.getKey())) {
                throw new ScenarioException(source + ": unknown key \"" + entry.getKey() + "\" in " + where
                        + "; known keys: " + String.join(", ", known));
            }
        }
    }
}
