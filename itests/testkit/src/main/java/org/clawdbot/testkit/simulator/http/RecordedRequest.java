package org.clawdbot.testkit.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request as it arrived.
 *
 * @param method the HTTP method
 * @param path the path, still percent-encoded, without query
 * @param query the query, still percent-encoded; empty when there is none
 * @param headers name (any case) to values
 * @param body the body as UTF-8 text; empty when there is none
 * @param arrived when its head had been read
 */
public record RecordedRequest(
        String method, String path, String query, Map<String, List<String>> headers, String body, Instant arrived) {

    /** Copies the headers. */
    public RecordedRequest {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableMap(copy);
    }

    /**
     * The first value of a header.
     *
     * @param name in any case
     * @return the value, or empty
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * What the request authorizes itself by, without the scheme in front.
     *
     * @return the credential; empty if it has no {@code Authorization} header
     */
    public Optional<String> credential() {
        return header("Authorization").map(value -> {
            String trimmed = value.strip();
            return trimmed.substring(trimmed.lastIndexOf(' ') + 1);
        });
    }

    /**
     * The body as JSON.
     *
     * @return the parsed body
     * @throws IllegalStateException when the body is not JSON
     */
    public JsonNode json() {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The body of " + method + " " + path + " is not JSON", e);
        }
    }

    /** Names method and path; credentials, query and body stay out. */
    @Override
    public String toString() {
        return method + " " + path + (header("Authorization").isPresent() ? " [authorization redacted]" : "") + " ("
                + body.length() + " characters)";
    }
}
