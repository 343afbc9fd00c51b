package org.clawdbot.testkit.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Thrown by a route to answer with an HTTP error whose body is {@code {"detail": …}}. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode detail;

    /**
     * A refusal with a text.
     *
     * @param status the HTTP status
     * @param detail the text
     */
    public Refusal(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = JsonNodeFactory.instance.textNode(detail);
    }

    int status() {
        return status;
    }

    JsonNode detail() {
        return detail;
    }
}
