package org.clawdbot.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clawdbot.api.host.ConfigurationProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Path FILE = Path.of("clawdbot.json");

    static Stream<Arguments> complaintsNameThePlaceAndTheCure() {
        return Stream.of(
                arguments(
                        "{\n  models: { providers: { chutes: {\n    teeOnli: true } } }\n}",
                        "W clawdbot.json:3:5: models.providers.chutes.teeOnli: unknown key; did you mean \"teeOnly\"?"),
                arguments("{modles: {}}", "W clawdbot.json:1:2: modles: unknown key; did you mean \"models\"?"),
                arguments("{base_url: 1}", "W clawdbot.json:1:2: base_url: unknown key"),
                arguments(
                        provider("base_URL: 'https://x.y'"),
                        "W clawdbot.json:1:32: models.providers.chutes.base_URL: unknown key; did you mean"
                                + " \"baseUrl\"?"),
                arguments("{\"odd key\": 1}", "W clawdbot.json:1:2: [\"odd key\"]: unknown key"),
                arguments(
                        "{meta: {},\nmeta: {}}",
                        "W clawdbot.json:2:1: meta: duplicate key; this value wins over the one in line 1"),
                arguments(
                        "{env: {shellEnv: {enabled: true}}}",
                        "W clawdbot.json:1:18: env.shellEnv: is ignored;" + " variables of a login shell are not read"),
                arguments("[]", "E clawdbot.json:1:1: expected an object, found an array"),
                arguments("{models: {\n  b 2}}", "E clawdbot.json:2:5: expected ':' after the key, found '2'"),
                arguments(provider("teeOnly: 'yes'"), at(41, "teeOnly: expected true or false, found a string")),
                arguments(provider("apiKey: 5"), at(40, "apiKey: expected a string, found a number")),
                arguments(provider("apiKey: null"), at(40, "apiKey: expected a string, found null")),
                arguments(provider("apiKey: ' '"), at(40, "apiKey: must not be blank")),
                arguments(
                        provider("api: 'openai-completion'"),
                        at(
                                37,
                                "api: must be one of \"openai-completions\", \"openai-responses\","
                                        + " \"anthropic-messages\", \"google-generative-ai\", \"github-copilot\","
                                        + " \"bedrock-converse-stream\"; did you mean \"openai-completions\"?")),
                arguments(provider("catalog: 'life'"), at(41, "catalog: must be \"live\"; did you mean \"live\"?")),
                arguments(provider("catalog: {}"), at(41, "catalog: needs the key \"file\"")),
                arguments(provider("catalog: 1"), at(41, "catalog: expected a string or an object, found a number")),
                arguments(
                        provider("timeouts: {idleSeconds: 1.5}"),
                        at(56, "timeouts.idleSeconds: expected a whole number, found a number")),
                arguments(
                        provider("timeouts: {idleSeconds: 0}"), at(56, "timeouts.idleSeconds: must be greater than 0")),
                arguments(
                        provider("timeouts: {idleSeconds: Infinity}"),
                        at(56, "timeouts.idleSeconds: expected a whole number, found a number")),
                arguments(
                        provider("oauth: {scopes: ['a', 5]}"),
                        at(54, "oauth.scopes[1]: expected a string, found a number")),
                arguments(provider("models: [{name: 'x'}]"), at(41, "models[0]: needs the key \"id\"")),
                arguments(provider("headers: {'A B': 'x'}"), at(42, "headers[\"A B\"]: is not a usable header name")),
                arguments(
                        provider("headers: {A: 'x\\ny'}"),
                        at(45, "headers.A: must not hold line breaks or other control characters")),
                arguments(
                        "{models: {providers: {'../x': {}}}}",
                        "E clawdbot.json:1:23: models.providers[\"../x\"]: is not a usable provider id"),
                arguments(
                        "{agents: {defaults: {model: {fallbacks: 'a/b'}}}}",
                        "E clawdbot.json:1:41: agents.defaults.model.fallbacks: expected an array, found a string"),
                arguments(
                        "{agents: {defaults: {model: 5}}}",
                        "E clawdbot.json:1:29: agents.defaults.model: expected a string or an object, found a number"),
                arguments(
                        "{agents: {defaults: {models: {'a/b': {alias: 1}}}}}",
                        "E clawdbot.json:1:46: agents.defaults.models[\"a/b\"].alias: expected a string, found a"
                                + " number"));
    }

    @ParameterizedTest
    @MethodSource
    void complaintsNameThePlaceAndTheCure(String text, String complaint) {
        assertThat(problems(text)).containsExactly(complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://llm.chutes.ai/v1",
                "HTTPS://host:8443/",
                "http://localhost:80/v1",
                "http://127.0.0.1:1456/oauth-callback",
                "http://127.9.9.9",
                "http://[::1]:8080"
            })
    void acceptsHttpsAndPlainHttpToThisMachine(String url) {
        assertThat(problems(provider("baseUrl: '" + url + "'"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://llm.chutes.ai/v1, 'must begin with https://; plain http:// is only for this machine"
                + " (localhost, 127.0.0.1, [::1])'",
        "http://127.0.0.1.evil.org, 'must begin with https://; plain http:// is only for this machine"
                + " (localhost, 127.0.0.1, [::1])'",
        "http://localhost.evil.org, 'must begin with https://; plain http:// is only for this machine"
                + " (localhost, 127.0.0.1, [::1])'",
        "llm.chutes.ai/v1, must be a URL that begins with https://",
        "ftp://x, must be a URL that begins with https://",
        "https://, is not a URL",
        "https:///v1, is a URL without a host",
        "https://a b, is not a URL",
        "https://user:sk-secret@host, must not hold a user name or password",
        "https://host?key=sk-secret, must not have a part after '?' or '#'",
    })
    void refusesOtherUrls(String url, String complaint) {
        assertThat(problems(provider("baseUrl: '" + url + "'"))).containsExactly(at(41, "baseUrl: " + complaint));
    }

    @Test
    void whatIsNoTextIsKept() {
        Settings settings = read("{meta: {a: 1, b: true, c: [2.50, false], d: {}}}");

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.resolved()).isEqualTo(settings.written());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${A}|1",
                "x${A}y${B_2}z|x1y22z",
                "${A}${A}|11",
                "$${A}|${A}",
                "$$${A}|$${A}",
                "$A|$A",
                "${a}|${a}",
                "${1X}|${1X}",
                "${A-b}|${A-b}",
                "${A|${A",
                "${}|${}",
                "${NESTED}|${A}",
                "${_U}|u",
                "before ${A}|before 1",
                "${A} after|1 after",
                "http://${A}:${B_2}/v1|http://1:22/v1",
                "ü${A}€|ü1€",
                "$${A}${A}|${A}1",
                "${A}$${A}|1${A}",
                "$|$",
                "$$|$$",
                "{A}|{A}",
                "$ {A}|$ {A}",
                "${A }|${A }",
                "${A.B}|${A.B}",
                "%A% `A`|%A% `A`",
            })
    void replacesVariablesOnce(String written, String meant) {
        Settings settings = Settings.read(
                FILE,
                "{meta: {k: [{v: '" + written + "'}]}}",
                name -> Optional.ofNullable(Map.of("A", "1", "B_2", "22", "NESTED", "${A}", "_U", "u")
                        .get(name)),
                file -> Optional.empty());

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.resolved()).isEqualTo(Map.of("meta", Map.of("k", List.of(Map.of("v", meant)))));
        assertThat(settings.written()).isEqualTo(Map.of("meta", Map.of("k", List.of(Map.of("v", written)))));
    }

    @Test
    void keysAreNotReplaced() {
        assertThat(read("{meta: {'${A}': 1}}").resolved()).isEqualTo(Map.of("meta", Map.of("${A}", 1)));
    }

    @Test
    void unsetVariablesAreNamedWithPathAndPlace() {
        assertThat(problems("{meta: {a: ['x', 'y ${ONE} ${TWO}',\n '\\x41${ONE}']}, oops: '${ONE}'}"))
                .containsExactly(
                        unset("1:21: meta.a[1]", "ONE"),
                        unset("1:28: meta.a[1]", "TWO"),
                        unset("2:2: meta.a[2]", "ONE"),
                        "W clawdbot.json:2:18: oops: unknown key",
                        unset("2:25: oops", "ONE"));
    }

    @Test
    void envBlockServesVariablesThatTheProcessDoesNotSet() {
        Settings settings = Settings.read(
                FILE,
                """
                { env: { A: "file", B: "file", SELF: "$${x}", URL: "${A}/v1", vars: { C: " vars ", B: "vars" } },
                  meta: { all: "${A} ${B} ${C} ${URL}" } }
                """,
                name -> Optional.ofNullable(Map.of("A", "process").get(name)),
                file -> Optional.empty());

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.resolved().get("meta")).isEqualTo(Map.of("all", "process file vars process/v1"));
        assertThat(settings.environment().get("A")).hasValue("process");
        assertThat(settings.environment().get("C")).hasValue("vars");
        assertThat(settings.environment().get("D")).isEmpty();
    }

    @Test
    void variablesThatReferToThemselvesOrInCirclesAreNotSet() {
        Settings settings = read("{env: {A: '${A}', B: '${C}', C: '${B}', EMPTY: ' '}}");

        assertThat(settings.problems()).allMatch(ConfigurationProblem::isError).hasSize(3);
        assertThat(List.of("A", "B", "C", "EMPTY"))
                .allSatisfy(name -> assertThat(settings.environment().get(name)).isEmpty());
    }

    @Test
    void plainStringStandsForThePrimaryModel() {
        Settings settings = read("{agents: {defaults: {model: 'chutes/x'}}}");

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.resolved())
                .isEqualTo(Map.of("agents", Map.of("defaults", Map.of("model", Map.of("primary", "chutes/x")))));
    }

    @Test
    void lastOfTwoKeysWins() {
        Settings settings = read("{meta: 5, meta: {b: 1}}");

        assertThat(settings.usable()).isTrue();
        assertThat(settings.resolved()).isEqualTo(Map.of("meta", Map.of("b", 1)));
    }

    @Test
    void noComplaintRepeatsAValue() {
        Settings settings = read(
                """
                { env: { K: ["sk-secret"] },
                  auth: { profiles: { p: { mode: "sk-secret" } } },
                  models: { mode: "sk-secret", providers: { chutes: { apiKey: ["sk-secret"], api: "sk-secret",
                    baseUrl: "sk-secret", headers: { A: "sk-secret\\n" }, catalog: "sk-secret", teeOnly: "sk-secret",
                    unknown: "sk-secret", accountUrl: "https://sk-secret@x", authHeader: "sk-secret" } } } }
                """);

        assertThat(settings.problems()).hasSizeGreaterThan(9);
        assertThat(settings.problems().toString()).doesNotContain("sk-secret");
        assertThat(settings.toString()).doesNotContain("sk-secret");
        assertThat(read("{apiKey: sk-secret}").problems().toString()).doesNotContain("secret");
    }

    @Test
    void manyProblemsAreCutOffWithoutHidingErrors() {
        StringBuilder text = new StringBuilder("{models: 1");
        for (int i = 0; i < 300_000; i++) {
            text.append(",a:0");
        }

        List<ConfigurationProblem> problems = read(text.append('}').toString()).problems();

        assertThat(problems).hasSize(101).anyMatch(ConfigurationProblem::isError);
    }

    private static String provider(String member) {
        return "{models: {providers: {chutes: {" + member + "}}}}";
    }

    private static String at(int column, String rest) {
        return "E clawdbot.json:1:" + column + ": models.providers.chutes." + rest;
    }

    private static String unset(String place, String name) {
        return "E clawdbot.json:" + place + ": the environment variable " + name + " is not set or blank; set it, or"
                + " write $${" + name + "} if the text is meant literally";
    }

    private static List<String> problems(String text) {
        return read(text).problems().stream()
                .map(problem -> problem.severity().name().charAt(0) + " " + problem)
                .toList();
    }

    private static Settings read(String text) {
        return Settings.read(FILE, text, name -> Optional.empty(), file -> Optional.empty());
    }
}
