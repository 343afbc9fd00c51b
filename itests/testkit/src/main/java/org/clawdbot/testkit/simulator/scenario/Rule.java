package org.clawdbot.testkit.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a scenario: which requests it is about, and how they are answered.
 *
 * @param route {@code "/v1/models"} or {@code "POST /v1/chat/completions"}, {@code *} for any text; null for all
 * @param model resolved model id, {@code *} for any text; null for all
 * @param contains text the request body must contain; null for all
 * @param credential the credential sent, {@code *} for any text; null for all
 * @param anonymous true for requests without an Authorization header only
 * @param nth only the nth request that fits, counted from 1; 0 for all
 * @param times the rule is used up after this many requests; 0 for never
 * @param stage when it applies
 * @param then the behaviour
 */
public record Rule(
        @Nullable String route,
        @Nullable String model,
        @Nullable String contains,
        @Nullable String credential,
        boolean anonymous,
        int nth,
        int times,
        Stage stage,
        Behaviour then) {

    private static final List<String> KEYS =
            List.of("route", "model", "contains", "credential", "anonymous", "nth", "times", "stage", "then");

    /** When a rule applies. */
    public enum Stage {
        /** Before sign-in and checks, like a proxy in front of the gateway. */
        INGRESS,
        /** After sign-in and the gateway's own checks; the default. */
        ENGINE
    }

    /**
     * A rule for every request.
     *
     * @param then the behaviour
     * @return the rule
     */
    public static Rule always(Behaviour then) {
        return new Rule(null, null, null, null, false, 0, 0, Stage.ENGINE, then);
    }

    /**
     * What the live host was seen to do with a chat request that has no credentials: an HTML page with 429.
     *
     * @return the rule
     */
    public static Rule anonymousHtml429() {
        String page = "<html><head><title>429 Too Many Requests</title></head><body>"
                + "<center><h1>429 Too Many Requests</h1></center><hr><center>nginx</center></body></html>";
        return new Rule("/v1/chat/*", null, null, null, true, 0, 0, Stage.INGRESS, Behaviour.html(429, page));
    }

    /**
     * The same for one route only.
     *
     * @param pattern see {@link #route()}
     * @return a new rule
     */
    public Rule onRoute(String pattern) {
        return new Rule(pattern, model, contains, credential, anonymous, nth, times, stage, then);
    }

    /**
     * The same for one model only.
     *
     * @param pattern see {@link #model()}
     * @return a new rule
     */
    public Rule onModel(String pattern) {
        return new Rule(route, pattern, contains, credential, anonymous, nth, times, stage, then);
    }

    /**
     * The same for requests whose body contains a text.
     *
     * @param text the text
     * @return a new rule
     */
    public Rule onText(String text) {
        return new Rule(route, model, text, credential, anonymous, nth, times, stage, then);
    }

    /**
     * The same for requests with one credential only.
     *
     * @param pattern see {@link #credential()}
     * @return a new rule
     */
    public Rule onCredential(String pattern) {
        return new Rule(route, model, contains, pattern, anonymous, nth, times, stage, then);
    }

    /**
     * The same for the nth request that fits.
     *
     * @param position counted from 1
     * @return a new rule
     */
    public Rule onCall(int position) {
        return new Rule(route, model, contains, credential, anonymous, position, times, stage, then);
    }

    /**
     * The same, used up after some requests.
     *
     * @param count how many
     * @return a new rule
     */
    public Rule times(int count) {
        return new Rule(route, model, contains, credential, anonymous, nth, count, stage, then);
    }

    /**
     * The same, before sign-in and checks.
     *
     * @return a new rule
     */
    public Rule atIngress() {
        return new Rule(route, model, contains, credential, anonymous, nth, times, Stage.INGRESS, then);
    }

    boolean fits(Facts facts) {
        return (route == null || glob(route, facts.path()) || glob(route, facts.method() + " " + facts.path()))
                && (model == null || glob(model, facts.model()))
                && (contains == null || facts.body().contains(contains))
                && (credential == null || glob(credential, facts.credential()))
                && (!anonymous || facts.anonymous());
    }

    private static boolean glob(String pattern, String text) {
        return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), text);
    }

    static Rule read(JsonNode json, String source, String where) {
        if (!json.isObject()) {
            throw new ScenarioException(source + ": " + where + " must be an object");
        }
        BehaviourReader.onlyKeys(json, KEYS, source, where);
        String stage = text(json, "stage", source, where);
        if (stage != null && !stage.equals("ingress") && !stage.equals("engine")) {
            throw new ScenarioException(source + ": key \"stage\" in " + where + " must be ingress or engine");
        }
        return new Rule(
                text(json, "route", source, where),
                text(json, "model", source, where),
                text(json, "contains", source, where),
                text(json, "credential", source, where),
                flag(json, source, where),
                count(json, "nth", source, where),
                count(json, "times", source, where),
                "ingress".equals(stage) ? Stage.INGRESS : Stage.ENGINE,
                Behaviour.read(json.path("then"), source, where + ".then"));
    }

    private static @Nullable String text(JsonNode json, String key, String source, String where) {
        JsonNode value = json.get(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new ScenarioException(source + ": key \"" + key + "\" in " + where + " must be a text");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode json, String source, String where) {
        JsonNode value = json.path("anonymous");
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new ScenarioException(source + ": key \"anonymous\" in " + where + " must be true or false");
        }
        return value.asBoolean(false);
    }

    private static int count(JsonNode json, String key, String source, String where) {
        JsonNode value = json.path(key);
        if (!value.isMissingNode() && !(value.isInt() && value.intValue() > 0)) {
            throw new ScenarioException(
                    source + ": key \"" + key + "\" in " + where + " must be a whole number above 0");
        }
        return value.asInt(0);
    }
}
