package org.clawdbot.testkit.simulator.scenario;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An ordered list of rules. The first rule that fits a request and is not used up decides; where it says nothing, the
 * defaults do; where those say nothing, the server behaves normally.
 *
 * @param defaults for every request
 * @param rules in order
 */
public record Scenario(Behaviour defaults, List<Rule> rules) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.ALLOW_COMMENTS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Copies the list. */
    public Scenario {
        rules = List.copyOf(rules);
    }

    /**
     * The server's normal behaviour.
     *
     * @return a scenario without rules
     */
    public static Scenario normal() {
        return new Scenario(Behaviour.normal(), List.of());
    }

    /**
     * These rules over normal behaviour.
     *
     * @param rules in order
     * @return the scenario
     */
    public static Scenario of(Rule... rules) {
        return new Scenario(Behaviour.normal(), List.of(rules));
    }

    /**
     * One behaviour for every chat completion, the other routes staying normal.
     *
     * @param behaviour for each
     * @return the scenario
     */
    public static Scenario chat(Behaviour behaviour) {
        return of(Rule.always(behaviour).onRoute("/v1/chat/completions"));
    }

    /**
     * Reads a scenario file (JSON; comments allowed).
     *
     * @param file where it is
     * @return the scenario
     * @throws ScenarioException when the file cannot be read or has a key that nobody knows; names file and key
     */
    public static Scenario read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ScenarioException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /**
     * Reads a scenario from text.
     *
     * @param source what to call it in messages
     * @param json the text
     * @return the scenario
     * @throws ScenarioException when it is not a scenario
     */
    public static Scenario parse(String source, String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new ScenarioException(source + ": not JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject()) {
            throw new ScenarioException(source + ": must be a JSON object with \"rules\"");
        }
        BehaviourReader.onlyKeys(root, List.of("defaults", "rules"), source, "the scenario");
        Behaviour defaults =
                root.has("defaults") ? Behaviour.read(root.path("defaults"), source, "defaults") : Behaviour.normal();
        JsonNode list = root.path("rules");
        if (!list.isMissingNode() && !list.isArray()) {
            throw new ScenarioException(source + ": key \"rules\" must be an array");
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : list) {
            rules.add(Rule.read(rule, source, "rules[" + rules.size() + "]"));
        }
        return new Scenario(defaults, rules);
    }
}
