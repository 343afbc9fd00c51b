package org.clawdbot.testkit.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the server answers one request, as far as it differs from the normal way. Immutable: each {@code with} method
 * returns a new one. What is not set stays normal.
 */
public final class Behaviour {

    private static final Behaviour NORMAL = new Behaviour(JsonNodeFactory.instance.objectNode());

    private final ObjectNode settings;

    private Behaviour(ObjectNode settings) {
        this.settings = settings;
    }

    /**
     * The normal behaviour, to set deviations on.
     *
     * @return a behaviour without any setting
     */
    public static Behaviour normal() {
        return NORMAL;
    }

    /**
     * A refusal with the gateway's body {@code {"detail": "…"}}.
     *
     * @param status the HTTP status
     * @param detail the text
     * @return the behaviour
     */
    public static Behaviour error(int status, String detail) {
        return NORMAL.with(Setting.STATUS, status).with(Setting.DETAIL, detail);
    }

    /**
     * A refusal whose {@code detail} is an object or an array, such as the one for an exhausted quota.
     *
     * @param status the HTTP status
     * @param detail the JSON value
     * @return the behaviour
     */
    public static Behaviour error(int status, JsonNode detail) {
        return NORMAL.with(Setting.STATUS, status).with(Setting.DETAIL, detail);
    }

    /**
     * A refusal by the ingress in front of the gateway: an HTML page.
     *
     * @param status the HTTP status
     * @param page the page
     * @return the behaviour
     */
    public static Behaviour html(int status, String page) {
        return NORMAL.with(Setting.STATUS, status).with(Setting.HTML, page);
    }

    /**
     * A refusal without a body.
     *
     * @param status the HTTP status
     * @return the behaviour
     */
    public static Behaviour empty(int status) {
        return NORMAL.with(Setting.STATUS, status).with(Setting.BODY, "");
    }

    /**
     * Answers with raw text.
     *
     * @param status the HTTP status
     * @param body the text of the body, sent as it is
     * @return the behaviour
     */
    public static Behaviour body(int status, String body) {
        return NORMAL.with(Setting.STATUS, status).with(Setting.BODY, body);
    }

    /**
     * The most common refusal: no free capacity (429).
     *
     * @return the behaviour
     */
    public static Behaviour atCapacity() {
        return error(429, "Infrastructure is at maximum capacity, try again later");
    }

    /**
     * A model without a running instance (503).
     *
     * @return the behaviour
     */
    public static Behaviour coldModel() {
        return error(503, "No instances available (yet) for chute_id='{chute_id}'");
    }

    /**
     * A reply with this text.
     *
     * @param text the reply
     * @return the behaviour
     */
    public static Behaviour reply(String text) {
        return NORMAL.with(Setting.TEXT, text);
    }

    /**
     * An answer that breaks after some events.
     *
     * @param fault what happens
     * @param afterEvents number of stream events before it
     * @return the behaviour
     */
    public static Behaviour breaking(Fault fault, int afterEvents) {
        return NORMAL.with(Setting.FAULT, fault.key()).with(Setting.FAULT_AFTER, afterEvents);
    }

    /**
     * The same with a text setting.
     *
     * @param setting which
     * @param value its value
     * @return a new behaviour
     */
    public Behaviour with(Setting setting, String value) {
        return with(setting, JsonNodeFactory.instance.textNode(value));
    }

    /**
     * The same with a number setting.
     *
     * @param setting which
     * @param value its value
     * @return a new behaviour
     */
    public Behaviour with(Setting setting, int value) {
        return with(setting, JsonNodeFactory.instance.numberNode(value));
    }

    /**
     * The same with a switch.
     *
     * @param setting which
     * @param value its value
     * @return a new behaviour
     */
    public Behaviour with(Setting setting, boolean value) {
        return with(setting, JsonNodeFactory.instance.booleanNode(value));
    }

    /**
     * The same with any setting.
     *
     * @param setting which
     * @param value its value
     * @return a new behaviour
     */
    public Behaviour with(Setting setting, JsonNode value) {
        ObjectNode changed = settings.deepCopy();
        changed.set(setting.key(), value.deepCopy());
        return new Behaviour(BehaviourReader.checked(changed, "scenario in code", "behaviour"));
    }

    /**
     * The same with one more response header.
     *
     * @param name the header
     * @param value its value
     * @return a new behaviour
     */
    public Behaviour withHeader(String name, String value) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        headers().forEach(headers::put);
        return with(Setting.HEADERS, headers.put(name, value));
    }

    /**
     * The same with waits.
     *
     * @param beforeHeaders before the status line
     * @param betweenEvents before each later stream event
     * @return a new behaviour
     */
    public Behaviour withDelays(Duration beforeHeaders, Duration betweenEvents) {
        return with(Setting.DELAY_MILLIS, Math.toIntExact(beforeHeaders.toMillis()))
                .with(Setting.CHUNK_DELAY_MILLIS, Math.toIntExact(betweenEvents.toMillis()));
    }

    /**
     * The same, completed by another behaviour where this one says nothing.
     *
     * @param defaults what to use for settings absent here
     * @return a new behaviour
     */
    public Behaviour orElse(Behaviour defaults) {
        ObjectNode merged = defaults.settings.deepCopy();
        merged.setAll(settings.deepCopy());
        return new Behaviour(merged);
    }

    static Behaviour read(JsonNode json, String source, String where) {
        return new Behaviour(BehaviourReader.checked(json, source, where));
    }

    /**
     * Whether a setting is present.
     *
     * @param setting which
     * @return true when it was set
     */
    public boolean has(Setting setting) {
        return settings.has(setting.key());
    }

    /**
     * Whether this is a scripted refusal.
     *
     * @return true when a status was set
     */
    public boolean isError() {
        return has(Setting.STATUS);
    }

    /**
     * A text setting.
     *
     * @param setting which
     * @param absent what to return when it is not set
     * @return the value
     */
    public String text(Setting setting, String absent) {
        return settings.path(setting.key()).asText(absent);
    }

    /**
     * A number setting.
     *
     * @param setting which
     * @param absent what to return when it is not set
     * @return the value
     */
    public int number(Setting setting, int absent) {
        return settings.path(setting.key()).asInt(absent);
    }

    /**
     * A switch; absent is off.
     *
     * @param setting which
     * @return the value
     */
    public boolean on(Setting setting) {
        return settings.path(setting.key()).asBoolean(false);
    }

    /**
     * A setting as it is in JSON; a missing node when it is not set.
     *
     * @param setting which
     * @return the value
     */
    public JsonNode json(Setting setting) {
        return settings.path(setting.key());
    }

    /**
     * The additional response headers.
     *
     * @return name to value, in the order given
     */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        json(Setting.HEADERS)
                .properties()
                .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asText()));
        return headers;
    }

    /**
     * What breaks.
     *
     * @return the fault, or empty
     */
    public Optional<Fault> fault() {
        return has(Setting.FAULT) ? Optional.of(Fault.of(text(Setting.FAULT, ""))) : Optional.empty();
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
