package org.clawdbot.config.internal.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.clawdbot.config.internal.schema.Rule.AnyRule;
import org.clawdbot.config.internal.schema.Rule.ArrayRule;
import org.clawdbot.config.internal.schema.Rule.Check;
import org.clawdbot.config.internal.schema.Rule.EitherRule;
import org.clawdbot.config.internal.schema.Rule.IgnoredRule;
import org.clawdbot.config.internal.schema.Rule.ObjectRule;
import org.clawdbot.config.internal.schema.Rule.Others;
import org.clawdbot.config.internal.schema.Rule.ScalarRule;

/** The schema of {@code clawdbot.json}. */
public final class HostSchema {

    private static final Rule ANY = new AnyRule();
    private static final Rule STRING = scalar(Rule.Type.STRING, Checks::anything);
    private static final Rule TEXT = scalar(Rule.Type.STRING, Checks::notBlank);
    private static final Rule URL = scalar(Rule.Type.STRING, Checks::url);
    private static final Rule BOOLEAN = scalar(Rule.Type.BOOLEAN, Checks::anything);
    private static final Rule COUNT = scalar(Rule.Type.INTEGER, Checks::positive);
    private static final Rule HOURS = scalar(Rule.Type.NUMBER, Checks::positive);
    private static final Rule PRICE = scalar(Rule.Type.NUMBER, Checks::notNegative);
    private static final Rule TEXTS = new ArrayRule(TEXT);
    private static final Rule HEADERS =
            map("header name", "[!#$%&'*+.^_`|~0-9A-Za-z-]+", scalar(Rule.Type.STRING, Checks::headerValue));
    private static final Rule API = oneOf(
            "openai-completions",
            "openai-responses",
            "anthropic-messages",
            "google-generative-ai",
            "github-copilot",
            "bedrock-converse-stream");

    private static final Rule MODEL_CHOICE =
            new ObjectRule(keys("primary", TEXT, "fallbacks", TEXTS), null, Set.of(), "primary");

    private static final Rule AGENTS = object(
            "defaults",
            object(
                    "model", MODEL_CHOICE,
                    "imageModel", MODEL_CHOICE,
                    "models", map("model reference", ".*\\S.*", object("alias", TEXT, "params", anyObject())),
                    "contextTokens", COUNT,
                    "timeoutSeconds", COUNT));

    private static final Rule AUTH = object(
            "profiles",
            map(
                    "profile id",
                    ".*\\S.*",
                    object(
                            "provider", TEXT,
                            "mode", oneOf("api_key", "oauth", "token"),
                            "email", TEXT)),
            "order",
            map("provider id", ".*\\S.*", TEXTS),
            "cooldowns",
            object(
                    "billingBackoffHours", HOURS,
                    "billingBackoffHoursByProvider", map("provider id", ".*\\S.*", HOURS),
                    "billingMaxHours", HOURS,
                    "failureWindowHours", HOURS));

    private static final Rule MODEL = new ObjectRule(
            keys(
                    "id", TEXT,
                    "name", TEXT,
                    "reasoning", BOOLEAN,
                    "input", new ArrayRule(oneOf("text", "image")),
                    "cost", object("input", PRICE, "output", PRICE, "cacheRead", PRICE, "cacheWrite", PRICE),
                    "contextWindow", COUNT,
                    "maxTokens", COUNT,
                    "headers", HEADERS,
                    "compat",
                            object(
                                    "supportsStore", BOOLEAN,
                                    "supportsDeveloperRole", BOOLEAN,
                                    "supportsReasoningEffort", BOOLEAN,
                                    "supportsUsageInStreaming", BOOLEAN,
                                    "maxTokensField", oneOf("max_tokens", "max_completion_tokens")),
                    "params", anyObject()),
            null,
            Set.of("id"),
            null);

    private static final Rule CATALOG =
            new EitherRule(List.of(oneOf("live"), new ObjectRule(keys("file", TEXT), null, Set.of("file"), null)));

    private static final Rule PROVIDER = object(
            "baseUrl", URL,
            "accountUrl", URL,
            "api", API,
            "apiKey", TEXT,
            "auth", oneOf("api-key", "aws-sdk", "oauth", "token"),
            "authHeader", BOOLEAN,
            "teeOnly", BOOLEAN,
            "headers", HEADERS,
            "models", new ArrayRule(MODEL),
            "catalog", CATALOG,
            "timeouts",
                    object(
                            "connectSeconds", COUNT,
                            "firstTokenSeconds", COUNT,
                            "idleSeconds", COUNT,
                            "totalSeconds", COUNT),
            "timeoutSeconds", new IgnoredRule("use timeouts.totalSeconds"),
            "oauth",
                    object(
                            "clientId", TEXT,
                            "clientSecret", TEXT,
                            "redirectUri", URL,
                            "scopes", new EitherRule(List.of(TEXTS, TEXT))));

    private static final Rule MODELS = object(
            "mode", oneOf("merge", "replace"), "providers", map("provider id", "[A-Za-z0-9][A-Za-z0-9_-]*", PROVIDER));

    private static final Rule BUDGET = object("usdPerDay", PRICE, "usdPerMonth", PRICE);

    private static final Rule ENV = new ObjectRule(
            keys(
                    "vars",
                    map("variable name", "[^=\\x00]+", STRING),
                    "shellEnv",
                    new IgnoredRule("variables of a login shell are not read")),
            others("variable name", "[^=\\x00]+", STRING),
            Set.of(),
            null);

    /** The rule for the whole file. */
    public static final ObjectRule ROOT = object(
            "$schema",
            STRING,
            "env",
            ENV,
            "agents",
            AGENTS,
            "auth",
            AUTH,
            "models",
            MODELS,
            "budget",
            BUDGET,
            "meta",
            anyObject());

    private HostSchema() {}

    private static ObjectRule object(Object... keysAndRules) {
        return new ObjectRule(keys(keysAndRules), null, Set.of(), null);
    }

    private static Rule anyObject() {
        return map("key", "(?s).*", ANY);
    }

    private static Rule map(String name, String keys, Rule values) {
        return new ObjectRule(Map.of(), others(name, keys, values), Set.of(), null);
    }

    private static Others others(String name, String keys, Rule values) {
        Pattern form = Pattern.compile(keys);
        return new Others(key -> form.matcher(key).matches(), name, values);
    }

    private static Map<String, Rule> keys(Object... keysAndRules) {
        Map<String, Rule> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndRules.length; i += 2) {
            keys.put((String) keysAndRules[i], (Rule) keysAndRules[i + 1]);
        }
        return keys;
    }

    private static Rule scalar(Rule.Type type, Check check) {
        return new ScalarRule(type, check);
    }

    private static Rule oneOf(String... choices) {
        return scalar(Rule.Type.STRING, Checks.oneOf(List.of(choices)));
    }
}
