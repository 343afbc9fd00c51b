package org.clawdbot.testkit.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Facts;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Callback;

/** One request being answered. A handler calls exactly one of the answering methods, on any thread. */
public final class Exchange {

    private final RecordedRequest request;
    private final Map<String, String> pathValues;
    private final Connection connection;
    private final Router router;
    private final boolean tooLarge;
    private volatile Behaviour behaviour = Behaviour.normal();

    Exchange(
            RecordedRequest request,
            Map<String, String> pathValues,
            Connection connection,
            Router router,
            boolean tooLarge) {
        this.request = request;
        this.pathValues = pathValues;
        this.connection = connection;
        this.router = router;
        this.tooLarge = tooLarge;
    }

    /**
     * The request.
     *
     * @return as recorded
     */
    public RecordedRequest request() {
        return request;
    }

    /**
     * Whether the body was over the server's limit and was thrown away.
     *
     * @return true when {@link #request()} has no body for that reason
     */
    public boolean bodyTooLarge() {
        return tooLarge;
    }

    /**
     * What stands in the place of a path segment in braces.
     *
     * @param name the text between the braces
     * @return the decoded value
     */
    public String pathValue(String name) {
        return pathValues.getOrDefault(name, "");
    }

    /**
     * The first value of a query parameter.
     *
     * @param name its name
     * @return the decoded value, or empty
     */
    public Optional<String> queryValue(String name) {
        for (String pair : request.query().split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (URLDecoder.decode(key, StandardCharsets.UTF_8).equals(name)) {
                return Optional.of(URLDecoder.decode(
                        pair.substring(equals < 0 ? pair.length() : equals + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /**
     * Asks the scenario how to answer; counts as one request for its rules.
     *
     * @param model the resolved model; empty when there is none
     * @return the behaviour
     */
    public Behaviour behaviour(String model) {
        return router.scenario().decide(facts(model), Rule.Stage.ENGINE);
    }

    Facts facts(String model) {
        return new Facts(
                request.method(),
                request.path(),
                model,
                request.body(),
                request.credential().orElse(""));
    }

    /** Counts this answer among the open streams from now to its end. */
    public void track() {
        connection.track();
    }

    /**
     * Adds a response header.
     *
     * @param name its name
     * @param value its value
     */
    public void header(String name, String value) {
        connection.response().getHeaders().add(name, value);
    }

    /**
     * Goes on later, unless the client has left by then.
     *
     * @param millis how much later; 0 for now
     * @param task what to do; a {@link Refusal} it throws becomes the answer
     */
    public void later(long millis, Runnable task) {
        Runnable guarded = () -> {
            if (!ended()) {
                router.answering(this, task);
            }
        };
        if (millis <= 0) {
            guarded.run();
        } else {
            connection.watch();
            pacer().after(millis, guarded);
        }
    }

    /** Never answers; the exchange ends when the client leaves or the server stops. */
    public void never() {
        connection.watch();
    }

    /**
     * Answers with JSON.
     *
     * @param status the HTTP status
     * @param body the document
     */
    public void json(int status, JsonNode body) {
        try {
            bytes(status, "application/json", Json.MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has the answer to come deviate: it may break, although what the request asks for is done. */
    void deviate(Behaviour how) {
        behaviour = how.orElse(behaviour);
    }

    /**
     * Answers with {@code {"detail": …}}, the gateway's error body.
     *
     * @param status the HTTP status
     * @param detail any JSON value
     */
    public void detail(int status, JsonNode detail) {
        json(status, Json.object().set("detail", detail));
    }

    /**
     * Answers with text.
     *
     * @param status the HTTP status
     * @param contentType the media type; empty for no such header
     * @param body the text
     */
    public void text(int status, String contentType, String body) {
        bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(int status, String contentType, byte[] body) {
        Behaviour how = behaviour;
        Optional<Iterator<StreamStep>> broken = how.fault().flatMap(kind -> StreamStep.broken(body, kind));
        if (broken.isPresent()) {
            stream(status, contentType, broken.get());
        } else if (how.has(Setting.PAD_BYTES)) {
            stream(status, contentType, StreamStep.padded(how.number(Setting.PAD_BYTES, 0), body));
        } else if (how.on(Setting.ETAG)) {
            recognised(status, contentType, body);
        } else {
            whole(status, contentType, body);
        }
    }

    private void recognised(int status, String contentType, byte[] body) {
        String tag = '"' + Integer.toHexString(Arrays.hashCode(body)) + '"';
        header("ETag", tag);
        if (request.header("If-None-Match").filter(tag::equals).isPresent()) {
            whole(304, "", new byte[0]);
        } else {
            whole(status, contentType, body);
        }
    }

    private void whole(int status, String contentType, byte[] body) {
        connection.response().setStatus(status);
        if (!contentType.isEmpty()) {
            connection.response().getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        }
        if (status != 304) {
            connection.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        finish(ByteBuffer.wrap(body));
    }

    /**
     * Answers step by step.
     *
     * @param status the HTTP status
     * @param contentType the media type
     * @param steps what to send and when; asked for one step at a time
     */
    public void stream(int status, String contentType, Iterator<StreamStep> steps) {
        connection.response().setStatus(status);
        connection.response().getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        connection.watch();
        new PacedStream(this, steps).iterate();
    }

    Pacer pacer() {
        return router.pacer();
    }

    boolean ended() {
        return connection.ended();
    }

    void write(ByteBuffer bytes, Callback callback) {
        connection.write(bytes, callback);
    }

    void finish(ByteBuffer last) {
        connection.finish(last);
    }

    void cut(boolean reset) {
        connection.cut(reset);
    }

    void clientLeft() {
        connection.clientLeft();
    }
}
